using ClusterCode.Api.Findings;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>What claims, volumes and classes say of themselves, in the words of the analyzers.</summary>
internal static class Claims
{
    /// <summary>The provisioner's name of classes whose volumes people make by hand.</summary>
    public const string NoProvisioner = "kubernetes.io/no-provisioner";

    /// <summary>The node that the scheduler chose for a claim that waits for its first consumer.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";

    /// <summary>From before <c>spec.storageClassName</c>; still honoured by every version.</summary>
    private const string OldClass = "volume.beta.kubernetes.io/storage-class";

    private static readonly string[] DefaultMarks = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

    /// <summary>The class that the claim names; empty where it wants none; null where it leaves that to the cluster.</summary>
    public static string? ClassOf(V1PersistentVolumeClaim claim) =>
        claim.Spec?.StorageClassName ?? (claim.Metadata?.Annotations is { } notes && notes.TryGetValue(OldClass, out var old) ? old : null);

    /// <summary>True for the class that claims without one get.</summary>
    public static bool IsDefault(V1StorageClass storageClass) =>
        DefaultMarks.Any(mark => storageClass.Metadata?.Annotations is { } notes && notes.TryGetValue(mark, out var value) && value == "true");

    /// <summary>The bytes that the claim asks for; null where it does not say.</summary>
    public static decimal? Requested(V1PersistentVolumeClaim claim) => ResourceQuantities.Value(claim.Spec?.Resources?.Requests, "storage");

    /// <summary>Bytes as people write them.</summary>
    public static string Size(decimal? bytes) => bytes is { } value ? ResourceQuantities.Format(ResourceQuantities.Memory, value) : "an unknown size";

    /// <summary>Such as <c>10Gi, ReadWriteOnce, class fast</c>.</summary>
    public static string Describe(V1PersistentVolumeClaim claim)
    {
        List<string> parts = [];
        if (Requested(claim) is { } bytes)
            parts.Add(Size(bytes));
        if (claim.Spec?.AccessModes is { Count: > 0 } modes)
            parts.Add(string.Join('+', modes));
        parts.Add(ClassOf(claim) switch { null => "no storageClassName", "" => "storageClassName \"\"", var name => $"class {Wording.Clip(name, 80)}" });
        return string.Join(", ", parts);
    }

    /// <summary>The claim as findings refer to it.</summary>
    public static ResourceReference Reference(string? ns, string name) =>
        new() { ApiVersion = "v1", Kind = "PersistentVolumeClaim", Namespace = ns, Name = name };

    /// <summary>The claim as titles name it.</summary>
    public static string Title(ResourceReference claim) => $"PersistentVolumeClaim {claim.Namespace}/{claim.Name}";

    /// <summary>The claims that a pod mounts, by the name of its volume; those of ephemeral volumes among them.</summary>
    public static IEnumerable<(string Volume, string Claim)> Of(V1Pod pod) => (pod.Spec?.Volumes ?? [])
        .Where(volume => volume is not null)
        .Select(volume => (volume.Name ?? "", volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? null : $"{pod.Metadata?.Name}-{volume.Name}")))
        .Where(pair => !string.IsNullOrEmpty(pair.Item2))
        .Select(pair => (pair.Item1, pair.Item2!));

    /// <summary>The pods that mount a claim and have not ended.</summary>
    public static IEnumerable<V1Pod> UsersOf(string claim, IEnumerable<V1Pod> pods) =>
        pods.Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed") && Of(pod).Any(pair => pair.Claim == claim));
}
