namespace ClusterCode.ControllerRuntime.Api;

/// <summary>One cause in a Status object's details.</summary>
internal sealed record ApiStatusCause(string? Reason, string? Message);
