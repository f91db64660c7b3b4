namespace ClusterCode.Operator.Detection.MountEvents;

/// <summary>The object that an event is about.</summary>
internal sealed class InvolvedObjectSummary
{
    public string? Kind { get; set; }

    public string? Namespace { get; set; }

    public string? Name { get; set; }

    public string? Uid { get; set; }
}
