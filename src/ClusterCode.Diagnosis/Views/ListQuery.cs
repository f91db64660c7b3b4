namespace ClusterCode.Diagnosis.Views;

/// <summary>Which objects of a kind to list.</summary>
/// <param name="LabelSelector">In the API's own syntax, or null.</param>
/// <param name="FieldSelector">In the API's own syntax, or null.</param>
public sealed record ListQuery(string? LabelSelector = null, string? FieldSelector = null)
{
    /// <summary>The bound of a list that names none.</summary>
    public const int DefaultMaxItems = 1000;

    /// <summary>Everything, up to <see cref="DefaultMaxItems"/>.</summary>
    public static ListQuery All { get; } = new();

    /// <summary>The most objects. Where there are more, the answer holds so many and its message says that it was cut.</summary>
    public int MaxItems { get; init; } = DefaultMaxItems;

    /// <summary>
    /// True: the server may answer from its memory, which may be moments behind its storage. A list by labels then costs it no reading of the whole namespace.
    /// </summary>
    public bool FromMemory { get; init; }

    /// <summary>True: metadata is enough, and nothing else need be sent.</summary>
    public bool MetadataOnly { get; init; }
}
