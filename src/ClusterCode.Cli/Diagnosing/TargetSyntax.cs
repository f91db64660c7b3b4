using System.Collections.Frozen;
using ClusterCode.Api.DiagnosisRequests;

namespace ClusterCode.Cli.Diagnosing;

/// <summary>Reads <c>KIND/NAME</c> as kubectl does: any case, plural, or short name.</summary>
internal static class TargetSyntax
{
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["pod"] = "Pod", ["pods"] = "Pod", ["po"] = "Pod",
        ["deployment"] = "Deployment", ["deployments"] = "Deployment", ["deploy"] = "Deployment",
        ["replicaset"] = "ReplicaSet", ["replicasets"] = "ReplicaSet", ["rs"] = "ReplicaSet",
        ["statefulset"] = "StatefulSet", ["statefulsets"] = "StatefulSet", ["sts"] = "StatefulSet",
        ["daemonset"] = "DaemonSet", ["daemonsets"] = "DaemonSet", ["ds"] = "DaemonSet",
        ["job"] = "Job", ["jobs"] = "Job",
        ["cronjob"] = "CronJob", ["cronjobs"] = "CronJob", ["cj"] = "CronJob",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The target, or what is wrong with the text.</summary>
    public static (DiagnosisTarget? Target, string? Problem) Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == text.Length - 1)
            return (null, $"'{text}' is no KIND/NAME: write, for example, deployment/checkout");
        return Kinds.TryGetValue(text[..slash], out var kind)
            ? (new DiagnosisTarget { Kind = kind, Name = text[(slash + 1)..] }, null)
            : (null, $"'{text[..slash]}' is no kind that can be diagnosed: {string.Join(", ", Kinds.Values.Distinct().Order(StringComparer.Ordinal))}");
    }
}
