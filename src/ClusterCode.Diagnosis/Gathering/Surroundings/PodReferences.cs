using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>The names of objects that a pod's spec refers to.</summary>
/// <param name="ConfigMaps">ConfigMaps, but for those that the cluster itself puts into every pod.</param>
/// <param name="Secrets">Secrets of environment and volumes.</param>
/// <param name="PullSecrets">Secrets of imagePullSecrets.</param>
/// <param name="Claims">PersistentVolumeClaims, ephemeral ones among them.</param>
internal sealed record PodReferences(IReadOnlySet<string> ConfigMaps, IReadOnlySet<string> Secrets, IReadOnlySet<string> PullSecrets, IReadOnlySet<string> Claims)
{
    /// <summary>ConfigMaps that the API server's ServiceAccount admission mounts; they are no concern of the workload.</summary>
    private static readonly HashSet<string> OfTheCluster = new(StringComparer.Ordinal) { "kube-root-ca.crt", "openshift-service-ca.crt" };

    /// <summary>Before 1.24 the token that every container is given is a Secret, mounted here; it is no concern of the workload either.</summary>
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Reads the names out of a pod's spec.</summary>
    public static PodReferences Of(V1Pod pod)
    {
        var containers = (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers ?? []).ToList();
        var env = containers.SelectMany(c => c.Env ?? []).Select(e => e.ValueFrom).OfType<V1EnvVarSource>().ToList();
        var envFrom = containers.SelectMany(c => c.EnvFrom ?? []).ToList();
        var tokens = containers.SelectMany(c => c.VolumeMounts ?? []).Where(m => m.MountPath == TokenPath).Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var volumes = (pod.Spec.Volumes ?? []).Where(v => !tokens.Contains(v.Name)).ToList();
        var projected = volumes.SelectMany(v => v.Projected?.Sources ?? []).ToList();
        return new PodReferences(
            Names(
                [
                    .. env.Select(e => e.ConfigMapKeyRef?.Name), .. envFrom.Select(e => e.ConfigMapRef?.Name), .. volumes.Select(v => v.ConfigMap?.Name),
                    .. projected.Select(p => p.ConfigMap?.Name),
                ],
                OfTheCluster),
            Names(
                [
                    .. env.Select(e => e.SecretKeyRef?.Name), .. envFrom.Select(e => e.SecretRef?.Name), .. volumes.Select(v => v.Secret?.SecretName),
                    .. projected.Select(p => p.Secret?.Name),
                ]),
            Names([.. (pod.Spec.ImagePullSecrets ?? []).Select(s => s.Name)]),
            Names(
                [
                    .. volumes.Select(v => v.PersistentVolumeClaim?.ClaimName),
                    .. volumes.Where(v => v.Ephemeral is not null).Select(v => $"{pod.Metadata.Name}-{v.Name}"),
                ]));
    }

    private static HashSet<string> Names(IEnumerable<string?> names, HashSet<string>? except = null) =>
        names.OfType<string>().Where(n => n.Length > 0 && except?.Contains(n) != true).ToHashSet(StringComparer.Ordinal);
}
