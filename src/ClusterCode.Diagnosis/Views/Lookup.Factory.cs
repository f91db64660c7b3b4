namespace ClusterCode.Diagnosis.Views;

/// <summary>Makes <see cref="Lookup{T}"/> values.</summary>
public static class Lookup
{
    /// <summary>It exists.</summary>
    public static Lookup<T> Found<T>(T value) where T : class => new(LookupStatus.Found, value, null);

    /// <summary>A list that was read in part; <paramref name="message"/> says why it ends.</summary>
    public static Lookup<IReadOnlyList<T>> Cut<T>(IReadOnlyList<T> values, string message) where T : class => new(LookupStatus.Found, values, message);

    /// <summary>It does not exist.</summary>
    public static Lookup<T> Missing<T>(string? message = null) where T : class => new(LookupStatus.Missing, null, message);

    /// <summary>It may not be read.</summary>
    public static Lookup<T> Forbidden<T>(string? message = null) where T : class => new(LookupStatus.Forbidden, null, message);

    /// <summary>The read failed.</summary>
    public static Lookup<T> Unavailable<T>(string? message = null) where T : class => new(LookupStatus.Unavailable, null, message);
}
