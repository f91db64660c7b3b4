namespace ClusterCode.ControllerRuntime.Events;

/// <summary>The object that an event is about.</summary>
/// <param name="ApiVersion">As in manifests.</param>
/// <param name="Kind">As in manifests.</param>
/// <param name="Namespace">Null for a cluster-scoped object, whose events are kept in namespace <c>default</c>.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Uid">The object's identity; kubectl describe finds events by it. Null when it is not known.</param>
public sealed record EventRegarding(string ApiVersion, string Kind, string? Namespace, string Name, string? Uid);
