namespace ClusterCode.Operator.Detection.Pods;

/// <summary>An owner reference.</summary>
internal sealed class OwnerSummary
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Name { get; set; } = "";

    public string Uid { get; set; } = "";

    public bool? Controller { get; set; }
}
