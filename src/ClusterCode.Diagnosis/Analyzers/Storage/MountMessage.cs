using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>Reads what the kubelet and the attach controller say of a volume that they cannot give to a pod.</summary>
internal static partial class MountMessage
{
    /// <summary>The reasons of their events, v1.20 to v1.36.</summary>
    public static readonly IReadOnlySet<string> Reasons = new HashSet<string>(StringComparer.Ordinal) { "FailedMount", "FailedAttachVolume", "FailedMapVolume" };

    // Stable parts of the messages; the first that occurs counts.
    private static readonly (string Text, string Category)[] Table =
    [
        ("Multi-Attach error", CauseCategories.MultiAttach),
        ("ReadWriteOncePod access mode", CauseCategories.AccessModeConflict),
        ("no space left on device", CauseCategories.VolumeFull),
        ("read-only file system", CauseCategories.ReadOnlyFilesystem),
        ("AttachVolume.", CauseCategories.VolumeAttachFailed),
    ];

    // Of other analyzers (a claim that is not bound, or does not exist), or of the moment (the kubelet's caches are not filled yet).
    private static readonly string[] Passing =
    [
        "not registered", "failed to sync ", "is not bound", "PVC is being deleted", "persistentvolumeclaim \"",
    ];

    /// <summary>The kubelet only says that it waited; other events, or the claim, say why.</summary>
    public static bool IsTimeout(string message) =>
        message.Contains("unmounted volumes=", StringComparison.Ordinal)
        && (message.Contains("timed out waiting for the condition", StringComparison.Ordinal) || message.Contains("context deadline exceeded", StringComparison.Ordinal));

    /// <summary>It says nothing of the mount itself.</summary>
    public static bool IsPassing(string message) => Passing.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The category.</summary>
    public static string Category(string reason, string message) =>
        Table.FirstOrDefault(row => message.Contains(row.Text, StringComparison.OrdinalIgnoreCase)).Category
        ?? (reason == "FailedAttachVolume" ? CauseCategories.VolumeAttachFailed : CauseCategories.VolumeMountFailed);

    /// <summary>The volume that the message is about: the pod's own name of it, or the PersistentVolume's.</summary>
    public static string? Volume(string message) => Named().Match(message) is { Success: true } match
        ? match.Groups["name"].Value
        : Unmounted().Match(message) is { Success: true } waited ? waited.Groups["name"].Value : null;

    /// <summary>The pods that the message says hold the volume.</summary>
    public static string? Holder(string message) => UsedBy().Match(message) is { Success: true } match ? match.Groups["pods"].Value.Split(',')[0].Trim() : null;

    /// <summary>What the tool or the driver says in the end, without what the kubelet wraps around it.</summary>
    public static string Words(string message)
    {
        var text = Wording.Clip(message, 2000);
        foreach (var start in (string[])["desc = ", "mount.nfs: ", "mount.nfs4: ", "mount.cifs: ", "hostPath type check failed: ", "Output: "])
        {
            var at = text.LastIndexOf(start, StringComparison.Ordinal);
            if (at >= 0)
                return Wording.Clip(Scope().Replace(text[(at + (start.EndsWith("= ", StringComparison.Ordinal) || start.StartsWith("Output", StringComparison.Ordinal) ? start.Length : 0))..], ""));
        }

        return Wording.Clip(Wrapper().Match(text) is { Success: true } wrapper ? text[wrapper.Length..] : text);
    }

    [GeneratedRegex("""for volume "(?<name>[\w.-]{1,253})(?=")""", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex("""unmounted volumes=\[(?<name>[\w.-]{1,253})""", RegexOptions.CultureInvariant)]
    private static partial Regex Unmounted();

    [GeneratedRegex("""already used by pod\(s\) (?<pods>[\w., -]{1,500})""", RegexOptions.CultureInvariant)]
    private static partial Regex UsedBy();

    [GeneratedRegex("""^.{0,200}?for volume "[^"]{1,253}" ?: ?""", RegexOptions.CultureInvariant)]
    private static partial Regex Wrapper();

    [GeneratedRegex("""^Running scope as unit:? \S{1,100} """, RegexOptions.CultureInvariant)]
    private static partial Regex Scope();
}
