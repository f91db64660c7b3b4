using System.Net;

namespace ClusterCode.Diagnosis.Analyzers.Connectivity;

/// <summary>A host name, read as cluster DNS does (Kubernetes' DNS specification: <c>service</c>, <c>service.namespace</c>, <c>service.namespace.svc.zone</c>).</summary>
/// <param name="Kind">What it may be.</param>
/// <param name="Service">The Service's name; the host as it is for other kinds.</param>
/// <param name="Namespace">The Service's namespace.</param>
internal sealed record ClusterName(ClusterNameKind Kind, string Service, string Namespace)
{
    /// <summary>Last labels of names that are certainly no namespace: common top-level domains and those of private networks.</summary>
    private static readonly HashSet<string> TopLevel = new(StringComparer.OrdinalIgnoreCase)
    {
        "com", "net", "org", "io", "dev", "app", "cloud", "edu", "gov", "int", "info", "biz", "co", "us", "uk", "de", "eu", "fr", "nl", "ch", "at", "jp", "cn", "in", "au", "ca", "br",
        "ai", "sh", "me", "tv", "xyz", "tech", "online", "site", "local", "localdomain", "internal", "intranet", "lan", "corp", "home", "private", "invalid", "test", "example", "arpa",
    };

    /// <summary>True where the name says that it is a Service of the cluster; a name of one word may be anything that the pod's own network knows.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>Reads a host name as a pod of the namespace would resolve it; null where it is none.</summary>
    public static ClusterName? Parse(string? host, string home)
    {
        var text = (host ?? "").Trim().TrimEnd('.').Trim('[', ']').ToLowerInvariant();
        if (text.Length is 0 or > 253)
            return null;
        if (text is "localhost" or "127.0.0.1" or "::1" or "0.0.0.0" || text.StartsWith("127.", StringComparison.Ordinal))
            return new ClusterName(ClusterNameKind.Loopback, text, home);
        if (IPAddress.TryParse(text, out _))
            return new ClusterName(ClusterNameKind.Address, text, home);
        var labels = text.Split('.');
        if (!labels.All(IsLabel))
            return null;
        var svc = Array.IndexOf(labels, "svc");
        return (labels.Length, svc) switch
        {
            (_, >= 2) => new ClusterName(ClusterNameKind.Service, labels[svc - 2], labels[svc - 1]) { IsExplicit = true },
            (1, _) => new ClusterName(ClusterNameKind.Service, text, home),
            (2, _) when labels[1] == home => new ClusterName(ClusterNameKind.Service, labels[0], home) { IsExplicit = true },
            (2, _) when !TopLevel.Contains(labels[1]) => new ClusterName(ClusterNameKind.Service, labels[0], labels[1]),
            (3, _) when labels[2] == home => new ClusterName(ClusterNameKind.Service, labels[1], home) { IsExplicit = true },
            _ => new ClusterName(ClusterNameKind.External, text, home),
        };
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && label[0] != '-' && !label.All(char.IsAsciiDigit);
}
