using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Analyzers.Images;

/// <summary>Tells why an image is not pulled, from what the kubelet and the runtimes (containerd, CRI-O, cri-dockerd) say.</summary>
internal static partial class PullMessage
{
    // Stable parts of the messages; the first that occurs counts, so the surer ones stand first.
    private static readonly (string Text, PullFailure Failure)[] Table =
    [
        ("no space left on device", PullFailure.NoSpace),
        ("toomanyrequests", PullFailure.RateLimited),
        ("429 Too Many", PullFailure.RateLimited),
        ("rate limit", PullFailure.RateLimited),
        ("no match for platform", PullFailure.PlatformMismatch),
        ("no matching manifest", PullFailure.PlatformMismatch),
        ("no image found in manifest list for architecture", PullFailure.PlatformMismatch),
        ("repository does not exist or may require", PullFailure.DeniedOrMissing),
        ("manifest unknown", PullFailure.TagNotFound),
        ("MANIFEST_UNKNOWN", PullFailure.TagNotFound),
        ("name unknown", PullFailure.RepositoryNotFound),
        ("NAME_UNKNOWN", PullFailure.RepositoryNotFound),
        ("repository name not known", PullFailure.RepositoryNotFound),
        ("unauthorized", PullFailure.AuthFailed),
        ("no basic auth credentials", PullFailure.AuthFailed),
        ("authentication required", PullFailure.AuthFailed),
        ("authorization failed", PullFailure.AuthFailed),
        ("insufficient_scope", PullFailure.AuthFailed),
        ("403 Forbidden", PullFailure.AuthFailed),
        ("pull access denied", PullFailure.AuthFailed),
        ("access denied", PullFailure.AuthFailed),
        ("denied:", PullFailure.AuthFailed),
        ("no such host", PullFailure.RegistryUnreachable),
        ("server misbehaving", PullFailure.RegistryUnreachable),
        ("connection refused", PullFailure.RegistryUnreachable),
        ("connection reset", PullFailure.RegistryUnreachable),
        ("no route to host", PullFailure.RegistryUnreachable),
        ("network is unreachable", PullFailure.RegistryUnreachable),
        ("i/o timeout", PullFailure.RegistryUnreachable),
        ("Client.Timeout", PullFailure.RegistryUnreachable),
        ("TLS handshake timeout", PullFailure.RegistryUnreachable),
        ("context deadline exceeded", PullFailure.RegistryUnreachable),
        ("x509:", PullFailure.RegistryUnreachable),
        ("server gave HTTP response to HTTPS client", PullFailure.RegistryUnreachable),
        ("tls:", PullFailure.RegistryUnreachable),
        ("proxyconnect", PullFailure.RegistryUnreachable),
        ("Bad Gateway", PullFailure.RegistryUnreachable),
        ("Service Unavailable", PullFailure.RegistryUnreachable),
        ("Gateway Time", PullFailure.RegistryUnreachable),
        ("Internal Server Error", PullFailure.RegistryUnreachable),
        ("unexpected EOF", PullFailure.RegistryUnreachable),
        ("invalid reference format", PullFailure.InvalidName),
        ("couldn't parse image", PullFailure.InvalidName),
        ("not found", PullFailure.NotFound),
        ("404", PullFailure.NotFound),
    ];

    /// <summary>Classifies a message.</summary>
    public static PullFailure Classify(string? reason, string message) => reason switch
    {
        "InvalidImageName" => PullFailure.InvalidName,
        "ErrImageNeverPull" => PullFailure.NeverPull,
        _ => Table.FirstOrDefault(row => message.Contains(row.Text, StringComparison.OrdinalIgnoreCase)).Failure,
    };

    /// <summary>The innermost reason of a connection that failed, such as <c>no such host</c>, for a title.</summary>
    public static string Innermost(string message)
    {
        var text = Wording.Clip(message, 1500);
        var known = Table.FirstOrDefault(row => row.Failure == PullFailure.RegistryUnreachable && text.Contains(row.Text, StringComparison.OrdinalIgnoreCase)).Text;
        return known switch
        {
            null => Wording.ClipStart(text),
            _ when text.Contains("proxyconnect", StringComparison.OrdinalIgnoreCase) && Dial().Match(text) is { Success: true } proxy => $"the node's proxy {proxy.Groups["address"].Value}: {known}",
            "i/o timeout" or "connection refused" or "server misbehaving" when AskedServer().Match(text) is { Success: true } asked => $"the node's DNS server {asked.Groups["server"].Value} does not resolve {asked.Groups["host"].Value} ({known})",
            "x509:" or "tls:" or "proxyconnect" => Wording.Clip(text[text.IndexOf(known, StringComparison.OrdinalIgnoreCase)..]),
            "no such host" when Lookup().Match(text) is { Success: true } lookup => $"no such host {lookup.Groups["host"].Value}",
            _ when Dial().Match(text) is { Success: true } dial => $"{known} ({dial.Groups["address"].Value})",
            _ => known,
        };
    }

    /// <summary>What is wrong with an image's name, such as <c>repository name must be lowercase</c>.</summary>
    public static string NameProblem(string message)
    {
        const string Marker = "invalid reference format";
        var at = message.LastIndexOf(Marker, StringComparison.Ordinal);
        var rest = at < 0 ? "" : message[(at + Marker.Length)..].TrimStart(':', ' ');
        return rest.Length > 0 ? Wording.Clip(rest, 120) : Marker;
    }

    [GeneratedRegex("""lookup (?<host>[\w.-]{1,253})""", RegexOptions.CultureInvariant)]
    private static partial Regex Lookup();

    [GeneratedRegex("""lookup (?<host>[\w.-]{1,253}) on (?<server>[\w.:\[\]-]{1,100}): """, RegexOptions.CultureInvariant)]
    private static partial Regex AskedServer();

    [GeneratedRegex("""dial tcp (?<address>[\w.:\[\]-]{1,100}):""", RegexOptions.CultureInvariant)]
    private static partial Regex Dial();
}
