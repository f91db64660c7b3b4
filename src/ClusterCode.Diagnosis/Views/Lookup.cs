namespace ClusterCode.Diagnosis.Views;

/// <summary>What a read of the cluster gave. "It does not exist" and "I may not read it" are different answers.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed record Lookup<T>
    where T : class
{
    internal Lookup(LookupStatus status, T? value, string? message)
    {
        Status = status;
        Value = value;
        Message = message;
    }

    /// <summary>The kind of answer.</summary>
    public LookupStatus Status { get; }

    /// <summary>What was read; null unless <see cref="Status"/> is Found.</summary>
    public T? Value { get; }

    /// <summary>The API server's own words where it refused or failed.</summary>
    public string? Message { get; }

    /// <summary>It exists and was read.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsFound => Status == LookupStatus.Found;

    /// <summary>The API server says that it does not exist.</summary>
    public bool IsMissing => Status == LookupStatus.Missing;

    /// <summary>The operator may not read it.</summary>
    public bool IsForbidden => Status == LookupStatus.Forbidden;
}
