namespace ClusterCode.Operator.Detection.Pods;

/// <summary>The metadata that detection needs of any object.</summary>
internal sealed class ObjectSummary
{
    public string Name { get; set; } = "";

    public string? Namespace { get; set; }

    public string Uid { get; set; } = "";

    public string? ResourceVersion { get; set; }

    public long? Generation { get; set; }

    public DateTime? CreationTimestamp { get; set; }

    public DateTime? DeletionTimestamp { get; set; }

    public IReadOnlyDictionary<string, string>? Labels { get; set; }

    public IReadOnlyList<OwnerSummary>? OwnerReferences { get; set; }

    /// <summary>The owner that controls the object, if one does.</summary>
    public OwnerSummary? Controller() => OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);
}
