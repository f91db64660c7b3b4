using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Gathering.Objects;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>
/// Everything that was gathered for one diagnosis. The gatherer fills it with as few requests as possible; the analyzers, pure functions, read nothing else.
/// Texts in it (logs, event messages) are redacted already.
/// </summary>
public sealed record CaseFile
{
    /// <summary>The namespace of the diagnosis.</summary>
    public required string Namespace { get; init; }

    /// <summary>The time at which it was gathered; ages are measured from here.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>True where everything in the namespace was asked about, and not one workload or object.</summary>
    public bool IsNamespaceWide { get; init; }

    /// <summary>The workloads concerned, each with its owner chain and the pods chosen to stand for it.</summary>
    public IReadOnlyList<WorkloadFacts> Workloads { get; init; } = [];

    /// <summary>The objects concerned that are no workloads: those that were asked about, and those that the case came to.</summary>
    public IReadOnlyList<CaseObject> Objects { get; init; } = [];

    /// <summary>What was read at the wish of an analyzer, and where it wishes for more.</summary>
    public CaseFacts Facts { get; init; } = CaseFacts.Closed("");

    /// <summary>The nodes of the cluster, gathered only where a pod is not scheduled or a node matters.</summary>
    public Lookup<IReadOnlyList<V1Node>>? Nodes { get; init; }

    /// <summary>ConfigMaps that the pods refer to, by name.</summary>
    public IReadOnlyDictionary<string, Lookup<V1ConfigMap>> ConfigMaps { get; init; } = new Dictionary<string, Lookup<V1ConfigMap>>();

    /// <summary>The names of all ConfigMaps of the namespace, for near misses; gathered only where one is missing and listing is permitted.</summary>
    public IReadOnlyList<string> ConfigMapNames { get; init; } = [];

    /// <summary>Names of the keys of Secrets that the pods refer to, where the operator may read them. Values are never kept.</summary>
    public IReadOnlyDictionary<string, Lookup<IReadOnlyList<string>>> SecretKeys { get; init; } = new Dictionary<string, Lookup<IReadOnlyList<string>>>();

    /// <summary>Claims that the pods mount, by name.</summary>
    public IReadOnlyDictionary<string, Lookup<V1PersistentVolumeClaim>> Claims { get; init; } = new Dictionary<string, Lookup<V1PersistentVolumeClaim>>();

    /// <summary>Services of the namespace, gathered where a pod is not ready.</summary>
    public Lookup<IReadOnlyList<V1Service>>? Services { get; init; }

    /// <summary>Requests already scheduled on each node, by node name; gathered only where a pod is not scheduled and listing pods of all namespaces is permitted.</summary>
    public IReadOnlyDictionary<string, NodeUsage>? NodeUsage { get; init; }

    /// <summary>What could not be gathered, or was left out, in sentences for a person.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
