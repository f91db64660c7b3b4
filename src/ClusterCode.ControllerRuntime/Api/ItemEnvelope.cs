namespace ClusterCode.ControllerRuntime.Api;

/// <summary>An object of which only the metadata matters: a bookmark, or one that its class cannot hold.</summary>
internal sealed record ItemEnvelope(ItemMetadata? Metadata);
