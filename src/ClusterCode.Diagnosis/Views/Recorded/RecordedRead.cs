namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>What a recording knows of one read: that it was answered in full, or how it was refused.</summary>
internal sealed record RecordedRead
{
    /// <summary>The API group; null or empty for the core group.</summary>
    public string? Group { get; init; }

    /// <summary>The kind; <c>Log</c> for logs of containers.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace; null: cluster-scoped, or all namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>In a denial: only what is read over all namespaces at once; without it, a denial that names no namespace holds in each.</summary>
    public bool IsOfAllNamespaces { get; init; }

    /// <summary>The object, or the pod of a log; null: a list, or, in a denial, every object.</summary>
    public string? Name { get; init; }

    /// <summary>The container of a log.</summary>
    public string? Container { get; init; }

    /// <summary>True for the log of the previous run.</summary>
    public bool Previous { get; init; }

    /// <summary>In a denial: only <c>get</c> or only <c>list</c>; null: both.</summary>
    public string? Verb { get; init; }

    /// <summary>The list's label selector.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>The list's field selector.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>True where only names and labels were read.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>The answer.</summary>
    public LookupStatus Status { get; init; }

    /// <summary>The API server's words; for a list that was cut, why it ends.</summary>
    public string? Message { get; init; }

    /// <summary>Which kind it is about.</summary>
    internal RecordedKind About => new(Group ?? "", Kind);
}
