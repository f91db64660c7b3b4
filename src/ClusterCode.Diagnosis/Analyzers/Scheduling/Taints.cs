using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>Taints of nodes and tolerations of pods.</summary>
internal static class Taints
{
    /// <summary>The taint of a cordoned node.</summary>
    public const string Cordoned = "node.kubernetes.io/unschedulable";

    /// <summary>The taints of a node that does not report, or does not report that it is ready.</summary>
    public static readonly IReadOnlySet<string> NotReady =
        new HashSet<string>(StringComparer.Ordinal) { "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "node.kubernetes.io/network-unavailable" };

    /// <summary>The taints that keep the pod off the node. A node that is cordoned or not ready counts as tainted even before its taint is there.</summary>
    public static IReadOnlyList<V1Taint> Untolerated(V1PodSpec? spec, V1Node node)
    {
        List<V1Taint> taints = [.. (node.Spec?.Taints ?? []).Where(taint => taint?.Effect is "NoSchedule" or "NoExecute")];
        if (node.Spec?.Unschedulable == true && taints.TrueForAll(taint => taint.Key != Cordoned))
            taints.Add(new V1Taint { Key = Cordoned, Effect = "NoSchedule" });
        if (node.Status?.Conditions?.FirstOrDefault(condition => condition?.Type == "Ready") is { Status: not "True" } ready && taints.Count == 0)
            taints.Add(new V1Taint { Key = ready.Status == "Unknown" ? "node.kubernetes.io/unreachable" : "node.kubernetes.io/not-ready", Effect = "NoSchedule" });
        return [.. taints.Where(taint => (spec?.Tolerations ?? []).All(toleration => !Tolerates(toleration, taint)))];
    }

    /// <summary>Such as <c>dedicated=gpu:NoSchedule</c>.</summary>
    public static string Describe(V1Taint taint) => string.IsNullOrEmpty(taint.Value) ? $"{taint.Key}:{taint.Effect}" : $"{taint.Key}={taint.Value}:{taint.Effect}";

    private static bool Tolerates(V1Toleration? toleration, V1Taint taint) =>
        toleration is not null
        && (string.IsNullOrEmpty(toleration.Effect) || toleration.Effect == taint.Effect)
        && (string.IsNullOrEmpty(toleration.Key) ? toleration.OperatorProperty == "Exists" : toleration.Key == taint.Key)
        && (toleration.OperatorProperty == "Exists" || (toleration.Value ?? "") == (taint.Value ?? ""));
}
