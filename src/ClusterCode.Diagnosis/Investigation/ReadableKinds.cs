using k8s.Models;

namespace ClusterCode.Diagnosis.Investigation;

/// <summary>The kinds that tools may tell of. Of Secrets only the names of keys are ever read; cluster-scoped objects only where the diagnosis names them.</summary>
internal static class ReadableKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReadableKind> All { get; } =
    [
        new ReadableModel<V1Pod>(), new ReadableModel<V1Deployment>(), new ReadableModel<V1ReplicaSet>(), new ReadableModel<V1StatefulSet>(), new ReadableModel<V1DaemonSet>(),
        new ReadableModel<V1Job>(), new ReadableModel<V1CronJob>(), new ReadableModel<V1Service>(), new ReadableModel<V1Ingress>(), new ReadableModel<V1NetworkPolicy>(),
        new ReadableModel<V1ConfigMap>(), new ReadableModel<V1ServiceAccount>(), new ReadableModel<V1PersistentVolumeClaim>(), new ReadableModel<V2HorizontalPodAutoscaler>(),
        new ReadableModel<V1PodDisruptionBudget>(), new ReadableModel<V1ResourceQuota>(), new ReadableModel<V1LimitRange>(),
        new ReadableModel<V1Node> { IsNamespaced = false }, new ReadableModel<V1PersistentVolume> { IsNamespaced = false }, new ReadableModel<V1StorageClass> { IsNamespaced = false },
    ];

    /// <summary>Their names, for messages.</summary>
    public static string List { get; } = string.Join(", ", All.Select(kind => kind.Kind));

    /// <summary>The kind, however the model spells it.</summary>
    public static ReadableKind? Find(string? name) => All.FirstOrDefault(kind =>
        kind.Kind.Equals(name, StringComparison.OrdinalIgnoreCase) || kind.Plural.Equals(name, StringComparison.OrdinalIgnoreCase));
}
