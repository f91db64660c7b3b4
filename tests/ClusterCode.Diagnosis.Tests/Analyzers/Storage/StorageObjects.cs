using ClusterCode.Diagnosis.Tests.Support;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Storage;

/// <summary>Claims, volumes, classes and their pods and events, as an API server serves them.</summary>
internal static class StorageObjects
{
    public static V1PersistentVolumeClaim Claim(string? storageClass, string size = "10Gi", string mode = "ReadWriteOnce", string phase = "Pending", Action<V1PersistentVolumeClaim>? change = null)
    {
        var claim = new V1PersistentVolumeClaim
        {
            Metadata = new V1ObjectMeta { Name = "data", NamespaceProperty = "shop", Uid = "uid-data", CreationTimestamp = RecordedCase.Now.UtcDateTime.AddMinutes(-10) },
            Spec = new V1PersistentVolumeClaimSpec
            {
                StorageClassName = storageClass,
                AccessModes = [mode],
                VolumeMode = "Filesystem",
                Resources = new V1VolumeResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new(size) } },
            },
            Status = new V1PersistentVolumeClaimStatus { Phase = phase },
        };
        if (phase == "Bound")
        {
            claim.Spec.VolumeName = "pv-1";
            claim.Status.Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = new(size) };
        }

        change?.Invoke(claim);
        return claim;
    }

    public static V1PersistentVolume Volume(string name, string size, string mode = "ReadWriteOnce", string storageClass = "", string? holder = null, string phase = "Available") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string>() },
        Spec = new V1PersistentVolumeSpec
        {
            Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = new(size) },
            AccessModes = [mode],
            StorageClassName = storageClass,
            ClaimRef = holder is null ? null : new V1ObjectReference { NamespaceProperty = holder.Split('/')[0], Name = holder.Split('/')[1], Uid = "uid-other" },
        },
        Status = new V1PersistentVolumeStatus { Phase = phase },
    };

    public static V1StorageClass Class(string name, string provisioner = "ebs.csi.example", string binding = "Immediate", bool isDefault = false) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            Annotations = isDefault ? new Dictionary<string, string> { ["storageclass.kubernetes.io/is-default-class"] = "true" } : null,
        },
        Provisioner = provisioner,
        VolumeBindingMode = binding,
    };

    /// <summary>A pod of StatefulSet db that the scheduler leaves for the claim.</summary>
    public static PodBuilder Waiting(string message = "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/1 nodes are available.") =>
        Using(new PodBuilder("db-0").OwnedBy("StatefulSet", "db").Container("db").Unschedulable(message)).With(pod => pod.Status.ContainerStatuses.Clear());

    /// <summary>A pod on a node that waits for its volumes.</summary>
    public static PodBuilder Creating(string name = "db-0", string node = "node-1") =>
        Using(new PodBuilder(name).OwnedBy("StatefulSet", "db").Waiting("db", "ContainerCreating").With(pod => pod.Spec.NodeName = node));

    public static PodBuilder Using(PodBuilder pod, string claim = "data") => pod.With(item => item.Spec.Volumes =
        [new V1Volume { Name = "disk", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = claim } }]);

    public static V1StatefulSet StatefulSet() => new()
    {
        Metadata = new V1ObjectMeta { Name = "db", NamespaceProperty = "shop", Uid = "uid-db", CreationTimestamp = RecordedCase.Now.UtcDateTime.AddMinutes(-10) },
        Spec = new V1StatefulSetSpec { Replicas = 1, Selector = new V1LabelSelector(), ServiceName = "db", Template = new V1PodTemplateSpec() },
    };

    public static Corev1Event Event(string kind, string name, string reason, string message, int count = 5) => new()
    {
        Metadata = new V1ObjectMeta { Name = $"{name}.{reason}", NamespaceProperty = "shop" },
        InvolvedObject = new V1ObjectReference { Kind = kind, Name = name, NamespaceProperty = "shop", Uid = $"uid-{name}" },
        Reason = reason,
        Message = message,
        Type = "Warning",
        Count = count,
        FirstTimestamp = RecordedCase.Now.UtcDateTime.AddMinutes(-9),
        LastTimestamp = RecordedCase.Now.UtcDateTime.AddSeconds(-20),
    };

    public static InMemoryClusterView Cluster(params IKubernetesObject<V1ObjectMeta>[] objects) => new InMemoryClusterView().With(objects).With(StatefulSet());
}
