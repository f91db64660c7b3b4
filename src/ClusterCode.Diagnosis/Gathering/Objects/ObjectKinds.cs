using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Objects;

/// <summary>The kinds of objects that can be diagnosed and are no workloads. Data: a model that is named here must stand in <see cref="Views.ClusterObjectsJsonContext"/> too.</summary>
internal static class ObjectKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ObjectKind> All { get; } =
    [
        new ObjectKind<V1Service> { IsNamespaced = true, IsScanned = true },
        new ObjectKind<V1Endpoints> { IsNamespaced = true },
        new ObjectKind<V1EndpointSlice> { IsNamespaced = true },
        new ObjectKind<V1Ingress> { IsNamespaced = true, IsScanned = true },
        new ObjectKind<V1IngressClass> { IsNamespaced = false },
        new ObjectKind<V1NetworkPolicy> { IsNamespaced = true },
        new ObjectKind<V1PersistentVolumeClaim> { IsNamespaced = true, IsScanned = true },
        new ObjectKind<V1PersistentVolume> { IsNamespaced = false },
        new ObjectKind<V1StorageClass> { IsNamespaced = false },
        new ObjectKind<V2HorizontalPodAutoscaler> { IsNamespaced = true, IsScanned = true },
        new ObjectKind<V1PodDisruptionBudget> { IsNamespaced = true },
        new ObjectKind<V1ConfigMap> { IsNamespaced = true },
        new ObjectKind<V1Secret> { IsNamespaced = true },
        new ObjectKind<V1ServiceAccount> { IsNamespaced = true },
        new ObjectKind<V1Role> { IsNamespaced = true },
        new ObjectKind<V1RoleBinding> { IsNamespaced = true },
        new ObjectKind<V1ResourceQuota> { IsNamespaced = true },
        new ObjectKind<V1LimitRange> { IsNamespaced = true },
        new ObjectKind<V1Node> { IsNamespaced = false },
        new ObjectKind<V1Namespace> { IsNamespaced = false },
    ];
}
