using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>The usual predicates, and ways to join them.</summary>
public static class Predicates
{
    /// <summary>The spec changed. A status that somebody else wipes goes unnoticed; built-in kinds without a generation never pass.</summary>
    public static bool GenerationChanged<TEntity>(TEntity oldEntity, TEntity newEntity)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        oldEntity.Metadata.Generation != newEntity.Metadata.Generation;

    /// <summary>Anything changed at all.</summary>
    public static bool ResourceVersionChanged<TEntity>(TEntity oldEntity, TEntity newEntity)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        !string.Equals(oldEntity.Metadata.ResourceVersion, newEntity.Metadata.ResourceVersion, StringComparison.Ordinal);

    /// <summary>The annotation named <paramref name="annotation"/> appeared, changed or vanished.</summary>
    public static UpdatePredicate<TEntity> AnnotationChanged<TEntity>(string annotation)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        (oldEntity, newEntity) => !string.Equals(Value(oldEntity, annotation), Value(newEntity, annotation), StringComparison.Ordinal);

    /// <summary>At least one passes.</summary>
    public static UpdatePredicate<TEntity> Or<TEntity>(params UpdatePredicate<TEntity>[] predicates) =>
        (oldEntity, newEntity) => Array.Exists(predicates, predicate => predicate(oldEntity, newEntity));

    /// <summary>All pass.</summary>
    public static UpdatePredicate<TEntity> And<TEntity>(params UpdatePredicate<TEntity>[] predicates) =>
        (oldEntity, newEntity) => Array.TrueForAll(predicates, predicate => predicate(oldEntity, newEntity));

    private static string? Value<TEntity>(TEntity entity, string annotation)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        entity.Metadata.Annotations is { } annotations && annotations.TryGetValue(annotation, out var value) ? value : null;
}
