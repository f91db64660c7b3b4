namespace ClusterCode.ControllerRuntime.Api;

/// <summary>The part of an object that is read when the object itself cannot be.</summary>
internal sealed record ItemMetadata(string? Namespace, string? Name, string? ResourceVersion, IReadOnlyDictionary<string, string>? Annotations);
