namespace ClusterCode.ControllerRuntime.Resources;

/// <summary>What the runtime needs to know of any object, whatever class holds it.</summary>
/// <param name="Namespace">The namespace; null for a cluster-scoped object.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Uid">The identity, which a re-created object of the same name does not share.</param>
/// <param name="ResourceVersion">The opaque version of this state; to be compared for equality only.</param>
/// <param name="Generation">The version of the spec, where the kind has one.</param>
/// <param name="DeletionTimestamp">Since when deletion is under way; null while the object is wanted.</param>
public readonly record struct ObjectMetadata(
    string? Namespace,
    string Name,
    string? Uid,
    string? ResourceVersion,
    long? Generation,
    DateTimeOffset? DeletionTimestamp)
{
    /// <summary>The object's key.</summary>
    public ObjectKey Key => new(string.IsNullOrEmpty(Namespace) ? null : Namespace, Name);

    /// <summary>True when deletion has been asked for and only finalizers hold the object.</summary>
    public bool IsBeingDeleted => DeletionTimestamp is not null;
}
