using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Objects;

/// <summary>The kinds of objects that can be diagnosed and are no workloads. Data: a model that is named here must stand in <see cref="Views.ClusterObjectsJsonContext"/> too.</summary>
internal static class ObjectKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ObjectKind> All { get; } =
    [
        new ModeledKind<V1Service> { IsNamespaced = true, IsScanned = true },
        new ModeledKind<V1Endpoints> { IsNamespaced = true },
        new ModeledKind<V1EndpointSlice> { IsNamespaced = true },
        new ModeledKind<V1Ingress> { IsNamespaced = true, IsScanned = true },
        new ModeledKind<V1IngressClass> { IsNamespaced = false },
        new ModeledKind<V1NetworkPolicy> { IsNamespaced = true },
        new ModeledKind<V1PersistentVolumeClaim> { IsNamespaced = true, IsScanned = true },
        new ModeledKind<V1PersistentVolume> { IsNamespaced = false },
        new ModeledKind<V1StorageClass> { IsNamespaced = false },
        new ModeledKind<V2HorizontalPodAutoscaler> { IsNamespaced = true, IsScanned = true },
        new ModeledKind<V1PodDisruptionBudget> { IsNamespaced = true },
        new ModeledKind<V1ConfigMap> { IsNamespaced = true },
        new ModeledKind<V1Secret> { IsNamespaced = true },
        new ModeledKind<V1ServiceAccount> { IsNamespaced = true },
        new ModeledKind<V1Role> { IsNamespaced = true },
        new ModeledKind<V1RoleBinding> { IsNamespaced = true },
        new ModeledKind<V1ResourceQuota> { IsNamespaced = true },
        new ModeledKind<V1LimitRange> { IsNamespaced = true },
        new ModeledKind<V1Node> { IsNamespaced = false },
        new ModeledKind<V1Namespace> { IsNamespaced = false },
    ];
}
