using System.Collections.Frozen;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>Words that look like names and are none: everybody who speaks of Kubernetes uses them.</summary>
internal static class KubernetesWords
{
    /// <summary>Kinds, in lower case. States such as OOMKilled are not here: to name one is a claim.</summary>
    public static FrozenSet<string> Kinds { get; } = FrozenSet.ToFrozenSet(
    [
        "pod", "deployment", "replicaset", "statefulset", "daemonset", "job", "cronjob", "service", "ingress", "endpoints", "endpointslice",
        "configmap", "secret", "node", "namespace", "persistentvolumeclaim", "persistentvolume", "storageclass", "serviceaccount", "role",
        "rolebinding", "clusterrole", "clusterrolebinding", "networkpolicy", "horizontalpodautoscaler", "poddisruptionbudget", "resourcequota",
        "limitrange", "priorityclass", "ingressclass", "container", "volume", "image",
    ], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> ShortForms = new Dictionary<string, string>
    {
        ["po"] = "pod",
        ["deploy"] = "deployment",
        ["rs"] = "replicaset",
        ["sts"] = "statefulset",
        ["ds"] = "daemonset",
        ["cj"] = "cronjob",
        ["svc"] = "service",
        ["ing"] = "ingress",
        ["cm"] = "configmap",
        ["no"] = "node",
        ["ns"] = "namespace",
        ["pvc"] = "persistentvolumeclaim",
        ["pv"] = "persistentvolume",
        ["sc"] = "storageclass",
        ["sa"] = "serviceaccount",
        ["netpol"] = "networkpolicy",
        ["hpa"] = "horizontalpodautoscaler",
        ["pdb"] = "poddisruptionbudget",
        ["quota"] = "resourcequota",
        ["limits"] = "limitrange",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Abbreviations and fixed phrases.</summary>
    public static FrozenSet<string> Terms { get; } = FrozenSet.ToFrozenSet(
    ["e.g", "i.e", "and/or", "i/o", "tcp/ip", "client/server", "read/write", "k8s", "utf-8", "ipv4", "ipv6", "kubernetes", "api", "cpu"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that follow a kind without naming an object of it.</summary>
    public static FrozenSet<string> NotNames { get; } = FrozenSet.ToFrozenSet(
    [
        "that", "which", "it", "itself", "also", "still", "object", "spec", "status", "template", "resource", "controller", "then", "never", "now",
        "currently", "only", "already", "name", "and", "or", "but", "the", "there", "this", "what", "who", "log", "logs", "events", "event",
        "first", "again", "too", "anymore", "yet", "instead", "manually", "correctly", "data", "key", "keys", "reference", "to", "for", "with",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a word is a kind, in the singular or the plural.</summary>
    public static bool IsKind(string word) => Singular(word) is not null;

    /// <summary>The kind that kubectl takes a word for, in lower case and the singular; null when it is none.</summary>
    public static string? KindOf(string word) => ShortForms.GetValueOrDefault(word) ?? Singular(word)?.ToLowerInvariant();

    private static string? Singular(string word)
    {
        if (Kinds.Contains(word))
            return word;
        if (word.EndsWith("ies", StringComparison.OrdinalIgnoreCase) && Kinds.Contains(word[..^3] + "y"))
            return word[..^3] + "y";
        if (word.EndsWith("es", StringComparison.OrdinalIgnoreCase) && Kinds.Contains(word[..^2]))
            return word[..^2];
        return word.EndsWith('s') && Kinds.Contains(word[..^1]) ? word[..^1] : null;
    }
}
