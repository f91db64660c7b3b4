using System.Text.Json;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>What a pod template says of its nodes, as names and values, for comparison.</summary>
internal static class SchedulingTerms
{
    /// <summary>The terms.</summary>
    public static Dictionary<string, string> Of(V1PodSpec spec)
    {
        var terms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in spec.NodeSelector ?? new Dictionary<string, string>())
            terms[$"nodeSelector {key}"] = value;
        foreach (var toleration in spec.Tolerations ?? [])
            terms[$"toleration of {toleration.Key ?? "any taint"}"] = $"{toleration.OperatorProperty} {toleration.Value} {toleration.Effect}".Trim();
        foreach (var spread in spec.TopologySpreadConstraints ?? [])
            terms[$"topologySpreadConstraint {spread.TopologyKey}"] = FormattableString.Invariant($"maxSkew {spread.MaxSkew} {spread.WhenUnsatisfiable}");
        Add(terms, "schedulerName", spec.SchedulerName == "default-scheduler" ? null : spec.SchedulerName);
        Add(terms, "priorityClassName", spec.PriorityClassName);
        Add(terms, "runtimeClassName", spec.RuntimeClassName);
        Add(terms, "hostNetwork", spec.HostNetwork == true ? "true" : null);
        if (spec.Affinity is { } affinity && ClusterObjectsJsonContext.Default.GetTypeInfo(typeof(V1Affinity)) is { } type)
            terms["affinity"] = JsonSerializer.Serialize(affinity, type);
        return terms;
    }

    private static void Add(Dictionary<string, string> terms, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            terms[name] = value;
    }
}
