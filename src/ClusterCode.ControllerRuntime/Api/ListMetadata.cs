namespace ClusterCode.ControllerRuntime.Api;

/// <summary>A collection's own metadata.</summary>
internal sealed record ListMetadata(string? ResourceVersion, string? Continue);
