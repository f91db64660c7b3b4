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
        (oldEntity, newEntity) => Differs(oldEntity.Metadata.Annotations, newEntity.Metadata.Annotations, annotation);

    /// <summary>The label named <paramref name="label"/> appeared, changed or vanished.</summary>
    public static UpdatePredicate<TEntity> LabelChanged<TEntity>(string label)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        (oldEntity, newEntity) => Differs(oldEntity.Metadata.Labels, newEntity.Metadata.Labels, label);

    /// <summary>It does not pass.</summary>
    public static UpdatePredicate<TEntity> Not<TEntity>(UpdatePredicate<TEntity> predicate) =>
        (oldEntity, newEntity) => !predicate(oldEntity, newEntity);

    /// <summary>At least one passes.</summary>
    public static UpdatePredicate<TEntity> Or<TEntity>(params UpdatePredicate<TEntity>[] predicates) =>
        (oldEntity, newEntity) => Array.Exists(predicates, predicate => predicate(oldEntity, newEntity));

    /// <summary>All pass.</summary>
    public static UpdatePredicate<TEntity> And<TEntity>(params UpdatePredicate<TEntity>[] predicates) =>
        (oldEntity, newEntity) => Array.TrueForAll(predicates, predicate => predicate(oldEntity, newEntity));

    private static bool Differs(IDictionary<string, string>? oldValues, IDictionary<string, string>? newValues, string name) =>
        !string.Equals(MetadataValues.Of(oldValues, name), MetadataValues.Of(newValues, name), StringComparison.Ordinal);
}
