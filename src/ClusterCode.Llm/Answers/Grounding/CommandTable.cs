using System.Collections.Frozen;
using ClusterCode.Api.Findings;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>What of kubectl's language a model may use.</summary>
internal static class CommandTable
{
    /// <summary>Verbs that read, and verbs that change what a person can change back. Deleting, draining, executing are never proposed.</summary>
    public static FrozenDictionary<string, CommandVerb> Verbs { get; } = new Dictionary<string, CommandVerb>(StringComparer.Ordinal)
    {
        ["get"] = new(RemediationRisk.Low, []),
        ["describe"] = new(RemediationRisk.Low, []),
        ["logs"] = new(RemediationRisk.Low, []),
        ["top"] = new(RemediationRisk.Low, []),
        ["rollout"] = new(RemediationRisk.Medium, ["undo", "restart", "status", "history"]),
        ["scale"] = new(RemediationRisk.Medium, []),
        ["set"] = new(RemediationRisk.Medium, ["image", "resources", "env"]),
        ["edit"] = new(RemediationRisk.Medium, []),
        ["label"] = new(RemediationRisk.Medium, []),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Flags, and what their value must be.</summary>
    public static FrozenDictionary<string, FlagValue> Flags { get; } = new Dictionary<string, FlagValue>(StringComparer.Ordinal)
    {
        ["-n"] = FlagValue.Namespace,
        ["--namespace"] = FlagValue.Namespace,
        ["-o"] = FlagValue.Output,
        ["--output"] = FlagValue.Output,
        ["-c"] = FlagValue.Container,
        ["--container"] = FlagValue.Container,
        ["-p"] = FlagValue.None,
        ["--previous"] = FlagValue.None,
        ["--overwrite"] = FlagValue.None,
        ["--tail"] = FlagValue.Number,
        ["--replicas"] = FlagValue.Number,
        ["--to-revision"] = FlagValue.Number,
        ["-l"] = FlagValue.Fact,
        ["--selector"] = FlagValue.Fact,
        ["--limits"] = FlagValue.Fact,
        ["--requests"] = FlagValue.Fact,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Values of <c>--output</c>.</summary>
    public static FrozenSet<string> Outputs { get; } = FrozenSet.ToFrozenSet(["yaml", "json", "wide"], StringComparer.Ordinal);

    /// <summary>Kinds whose change reaches beyond one workload, or opens a door.</summary>
    public static FrozenSet<string> FarReachingKinds { get; } = FrozenSet.ToFrozenSet(
    [
        "node", "namespace", "persistentvolume", "persistentvolumeclaim", "storageclass", "secret", "serviceaccount", "role", "rolebinding", "clusterrole",
        "clusterrolebinding", "networkpolicy", "resourcequota", "limitrange", "priorityclass", "ingressclass",
    ], StringComparer.Ordinal);

    /// <summary>What stands for several kinds at once; to be read, never to be changed.</summary>
    public static FrozenSet<string> Collections { get; } = FrozenSet.ToFrozenSet(["all", "events"], StringComparer.Ordinal);
}
