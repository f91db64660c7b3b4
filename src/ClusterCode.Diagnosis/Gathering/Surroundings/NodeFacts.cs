using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>Nodes and what their pods request, as <see cref="CaseFile"/> holds them.</summary>
internal sealed record NodeFacts(Lookup<IReadOnlyList<V1Node>>? Nodes, IReadOnlyDictionary<string, NodeUsage>? Usage);
