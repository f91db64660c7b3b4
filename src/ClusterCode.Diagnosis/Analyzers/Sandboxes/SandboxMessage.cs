using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Analyzers.Sandboxes;

/// <summary>Reads what the kubelet says of a sandbox that it cannot make (event FailedCreatePodSandBox, containerd, CRI-O and cri-dockerd, v1.20 to v1.36).</summary>
internal static partial class SandboxMessage
{
    // Stable parts of the messages, and the component that they tell of. The first that occurs counts, so the surer ones stand first.
    private static readonly (string Text, SandboxPart Part)[] Table =
    [
        ("no runtime for ", SandboxPart.RuntimeClass),
        ("RuntimeClass", SandboxPart.RuntimeClass),
        ("no IP addresses available", SandboxPart.Addresses),
        ("no available IP", SandboxPart.Addresses),
        ("no free addresses", SandboxPart.Addresses),
        ("no more IPs", SandboxPart.Addresses),
        ("failed to assign an IP address", SandboxPart.Addresses),
        ("failed to allocate for range", SandboxPart.Addresses),
        ("InsufficientFreeAddresses", SandboxPart.Addresses),
        ("range is full", SandboxPart.Addresses),
        ("all IP addresses are", SandboxPart.Addresses),
        ("failed to get sandbox image", SandboxPart.Image),
        ("pulling image", SandboxPart.Image),
        ("no space left on device", SandboxPart.Disk),
        ("too many open files", SandboxPart.Node),
        ("cannot allocate memory", SandboxPart.Node),
        ("Resource temporarily unavailable", SandboxPart.Node),
        ("OOM-killed", SandboxPart.Memory),
        ("cni", SandboxPart.Network),
        ("plugin type=", SandboxPart.Network),
        ("failed to setup network", SandboxPart.Network),
        ("network for sandbox", SandboxPart.Network),
        ("network for pod", SandboxPart.Network),
        ("netplugin", SandboxPart.Network),
    ];

    /// <summary>The component at fault; <see cref="SandboxPart.Runtime"/> where the message names none.</summary>
    public static SandboxPart Part(string message) => Table.FirstOrDefault(row => message.Contains(row.Text, StringComparison.OrdinalIgnoreCase)).Part;

    /// <summary>The network plugin that the message names, such as <c>calico</c>; null where it names none.</summary>
    public static string? Plugin(string message) => NamedPlugin().Match(message) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>The range of addresses that is used up; null where the message names none.</summary>
    public static string? Range(string message) => AddressRange().Match(message) is { Success: true } match ? match.Groups["range"].Value : null;

    /// <summary>The runtime's handler or class that is missing; null where the message names none.</summary>
    public static string? Runtime(string message) => NamedRuntime().Match(message) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>The innermost reason, without what runtime and kubelet wrap around it.</summary>
    public static string Words(string message)
    {
        var text = Wording.Clip(message, 1500);
        foreach (var start in (string[])["failed (add): ", "desc = ", "starting container process caused: "])
        {
            var at = text.LastIndexOf(start, StringComparison.Ordinal);
            if (at >= 0)
                return Wording.Clip(Sandbox().Replace(text[(at + start.Length)..], ""));
        }

        return Wording.Clip(text);
    }

    [GeneratedRegex("""plugin (?:type=\\?"(?<name>[\w.-]{1,60})|"?(?<name>[\w.-]{1,60})"? failed|"(?<name>[\w.-]{1,60})")|failed to find plugin "(?<name>[\w.-]{1,60})""", RegexOptions.CultureInvariant)]
    private static partial Regex NamedPlugin();

    [GeneratedRegex("""(?:range set|for range|range|subnet|pool|CIDR)[ :=]{1,3}(?:\d{1,3}: )?\[?(?<range>[0-9a-fA-F.:]{3,40}(?:/\d{1,3}|-[0-9a-fA-F.:]{3,40}))""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AddressRange();

    [GeneratedRegex("""no runtime for \\?"(?<name>[\w.-]{1,100})|RuntimeClass(?:\.node\.k8s\.io)? \\?"(?<name>[\w.-]{1,100})\\?" not found""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedRuntime();

    // The sandbox's id and the pod's name come first and say nothing.
    [GeneratedRegex("""^failed to (?:create|setup|set up|start).{0,40}? sandbox(?: container)?(?: \\?"[^"]{1,120}")?(?: network for pod \\?"[^"]{1,200}")?: """, RegexOptions.CultureInvariant)]
    private static partial Regex Sandbox();
}
