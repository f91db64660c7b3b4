namespace ClusterCode.Operator.Detection.Pods;

/// <summary>
/// A pod, reduced to what detection needs. Decoded straight from the API's JSON, so that 10,000 pods cost megabytes and not hundreds of them;
/// the expert reads the whole pod when it diagnoses one.
/// </summary>
internal sealed class PodSummary
{
    public ObjectSummary Metadata { get; set; } = new();

    public PodSpecSummary? Spec { get; set; }

    public PodStatusSummary? Status { get; set; }
}
