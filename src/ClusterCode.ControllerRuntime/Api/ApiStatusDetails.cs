namespace ClusterCode.ControllerRuntime.Api;

/// <summary>What is used of a Status object's details.</summary>
internal sealed record ApiStatusDetails(int? RetryAfterSeconds, IReadOnlyList<ApiStatusCause>? Causes);
