using ClusterCode.Diagnosis.Analyzers.Connectivity;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>Why a PersistentVolume does not fit a claim, as the volume binder judges it.</summary>
internal static class VolumeMismatch
{
    /// <summary>The reasons; empty where it fits.</summary>
    public static IReadOnlyList<string> Reasons(V1PersistentVolumeClaim claim, V1PersistentVolume volume) => [.. All(claim, volume)];

    private static IEnumerable<string> All(V1PersistentVolumeClaim claim, V1PersistentVolume volume)
    {
        var spec = volume.Spec;
        if (volume.Metadata?.DeletionTimestamp is not null)
            yield return "is being deleted";
        if (Holder(claim, volume) is { } holder)
            yield return holder;

        var (wanted, offered) = (Claims.ClassOf(claim) ?? "", spec?.StorageClassName ?? "");
        if (wanted != offered)
            yield return offered.Length == 0 ? $"has no class, not {wanted}" : $"has class {offered}, not {(wanted.Length == 0 ? "none" : wanted)}";

        var size = ResourceQuantities.Value(spec?.Capacity, "storage");
        if (Claims.Requested(claim) is { } bytes && size < bytes)
            yield return $"has {Claims.Size(size)}, {Claims.Size(bytes)} is asked";

        var modes = (claim.Spec?.AccessModes ?? []).Where(mode => spec?.AccessModes?.Contains(mode) != true).ToList();
        if (modes.Count > 0)
            yield return $"offers {(spec?.AccessModes is { Count: > 0 } has ? string.Join('+', has) : "no access mode")}, not {string.Join('+', modes)}";

        var (mode1, mode2) = (claim.Spec?.VolumeMode ?? "Filesystem", spec?.VolumeMode ?? "Filesystem");
        if (mode1 != mode2)
            yield return $"has volumeMode {mode2}, not {mode1}";

        if (claim.Spec?.Selector is { } selector && !LabelText.Selects(selector, volume.Metadata?.Labels))
            yield return $"is not labelled {LabelText.Of(selector)}, which the claim's selector asks for{Carries(selector, volume)}";

        if (claim.Spec?.VolumeName is { Length: > 0 } name && name != volume.Metadata?.Name)
            yield return $"is not {name}, which the claim's volumeName asks for";
    }

    private static string Carries(V1LabelSelector selector, V1PersistentVolume volume)
    {
        var labels = (selector.MatchLabels?.Keys ?? Enumerable.Empty<string>())
            .Where(key => volume.Metadata?.Labels?.ContainsKey(key) == true)
            .Select(key => $"{key}={volume.Metadata!.Labels[key]}")
            .ToList();
        return labels.Count == 0 ? "" : $" (it carries {string.Join(',', labels)})";
    }

    private static string? Holder(V1PersistentVolumeClaim claim, V1PersistentVolume volume)
    {
        if (volume.Spec?.ClaimRef is not { } held)
            return volume.Status?.Phase == "Failed" ? "has failed" : null;
        var isOwn = held.Name == claim.Metadata?.Name && held.NamespaceProperty == claim.Metadata?.NamespaceProperty
            && (string.IsNullOrEmpty(held.Uid) || held.Uid == claim.Metadata?.Uid);
        if (isOwn)
            return null;
        return volume.Status?.Phase == "Released"
            ? $"is Released: it still belongs to the deleted claim {held.NamespaceProperty}/{held.Name} (spec.claimRef)"
            : $"belongs to claim {held.NamespaceProperty}/{held.Name}";
    }
}
