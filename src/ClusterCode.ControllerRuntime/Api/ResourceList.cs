namespace ClusterCode.ControllerRuntime.Api;

/// <summary>A collection as it was at one resource version.</summary>
/// <param name="ResourceVersion">The version that a watch can start from.</param>
/// <param name="Items">Every object.</param>
public sealed record ResourceList<T>(string ResourceVersion, IReadOnlyList<T> Items)
    where T : class;
