namespace ClusterCode.Operator.Detection;

/// <summary>Whether a workload that failed is well again.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Message">Why, for the condition.</param>
internal sealed record Recovery(RecoveryState State, string Message);
