using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>Which volume holds a path of a container.</summary>
internal static class Mounts
{
    /// <summary>The innermost mount that covers the path; null where the image's own file system does.</summary>
    public static V1VolumeMount? Covering(V1Container container, string path) => (container.VolumeMounts ?? [])
        .Where(mount => mount?.MountPath is { Length: > 0 } at && (path == at || path.StartsWith(at.TrimEnd('/') + "/", StringComparison.Ordinal)))
        .MaxBy(mount => mount.MountPath.Length);

    /// <summary>What a volume is made of, such as <c>ConfigMap app-config</c>; null for kinds that hold no configuration.</summary>
    public static string? Source(V1PodSpec? spec, string volume) => (spec?.Volumes ?? []).FirstOrDefault(item => item?.Name == volume) switch
    {
        { ConfigMap.Name: { Length: > 0 } name } => $"ConfigMap {name}",
        { Secret.SecretName: { Length: > 0 } name } => $"Secret {name}",
        _ => null,
    };
}
