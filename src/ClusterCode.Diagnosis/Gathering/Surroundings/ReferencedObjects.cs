using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>Objects that pods refer to, as <see cref="CaseFile"/> holds them.</summary>
internal sealed record ReferencedObjects(
    IReadOnlyDictionary<string, Lookup<V1ConfigMap>> ConfigMaps,
    IReadOnlyList<string> ConfigMapNames,
    IReadOnlyDictionary<string, Lookup<IReadOnlyList<string>>> SecretKeys,
    IReadOnlyDictionary<string, Lookup<V1PersistentVolumeClaim>> Claims,
    Lookup<IReadOnlyList<V1Service>>? Services);
