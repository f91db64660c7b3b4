using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>Why a claim has no volume yet: its class, the volumes that there are, the provisioner, or a pod that it waits for.</summary>
internal static class PendingClaim
{
    /// <summary>The finding; null where nothing is wrong, or not all is known yet.</summary>
    public static FindingDraft? Judge(ClaimCase claim)
    {
        var facts = claim.File.Facts;
        var events = facts.Events(claim.Reference.Namespace, "PersistentVolumeClaim", claim.Reference.Name, claim.Claim.Metadata?.Uid);
        var classes = facts.List<V1StorageClass>(null);
        var name = Claims.ClassOf(claim.Claim);
        var isStatic = string.IsNullOrEmpty(name) || claim.Claim.Spec?.VolumeName is { Length: > 0 };
        var volumes = isStatic || NeedsVolumes(classes, name) ? facts.List<V1PersistentVolume>(null) : Lookup.Found<IReadOnlyList<V1PersistentVolume>>([]);
        if (events is null || classes is null || volumes is null)
            return null;
        if (claim.Claim.Spec?.VolumeName is { Length: > 0 } wanted)
            return UnmatchedVolumes.OfNamed(claim, wanted, volumes, events);
        return name switch
        {
            null => WithoutClass(claim, classes, volumes, events),
            "" => UnmatchedVolumes.Of(claim, volumes, events),
            _ => OfClass(claim, name, classes, volumes, events),
        };
    }

    // Volumes matter where no provisioner makes them: a class that does not exist may still be a label by which people match volumes.
    private static bool NeedsVolumes(Lookup<IReadOnlyList<V1StorageClass>>? classes, string? name) =>
        classes is { IsFound: true } && (classes.Value.FirstOrDefault(item => item.Metadata.Name == name) is not { } found || found.Provisioner == Claims.NoProvisioner);

    private static FindingDraft? WithoutClass(
        ClaimCase claim, Lookup<IReadOnlyList<V1StorageClass>> classes, Lookup<IReadOnlyList<V1PersistentVolume>> volumes, IReadOnlyList<EventFacts> events)
    {
        var said = events.FirstOrDefault(seen => seen.Reason == "FailedBinding");
        if (!classes.IsFound)
            return said is null ? Unreadable(claim, classes) : NoDefault(claim, "and the cluster has no default one (the classes may not be read)", null, said);

        var standard = classes.Value.FirstOrDefault(Claims.IsDefault);
        if (standard is null && volumes is { IsFound: true } && volumes.Value.Any(volume => string.IsNullOrEmpty(volume.Spec?.StorageClassName)))
            return UnmatchedVolumes.Of(claim, volumes, events);
        if (standard is not null && claim.Age < PodHealth.StartGrace)
            return null;
        var names = classes.Value.Select(item => item.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        var why = standard is not null
            ? $"and none was default when it was created; {standard.Metadata.Name} is now"
            : names.Count == 0 ? "and the cluster has no StorageClass at all" : $"and none of the cluster's classes is default ({Wording.List(names)})";
        return NoDefault(claim, why, standard?.Metadata.Name ?? (names.Count == 1 ? names[0] : null), said);
    }

    private static FindingDraft NoDefault(ClaimCase claim, string why, string? use, EventFacts? said) => claim.Finding(
        CauseCategories.NoDefaultStorageClass,
        $"{claim.Title} names no storageClassName, {why}, so nothing makes a volume of {Claims.Size(Claims.Requested(claim.Claim))} for it",
        "no class",
        [said is null ? null : Cite.Event(said)],
        ClaimCase.Ask(use is null
            ? "Which StorageClass should it have? Name it in spec.storageClassName (the claim must be created again), or mark one as default"
            : $"Should it have class {use}? Create the claim again with spec.storageClassName {use}, or mark that class as default"));

    private static FindingDraft? OfClass(
        ClaimCase claim, string name, Lookup<IReadOnlyList<V1StorageClass>> classes, Lookup<IReadOnlyList<V1PersistentVolume>> volumes, IReadOnlyList<EventFacts> events)
    {
        var found = classes.Value?.FirstOrDefault(item => item.Metadata.Name == name);
        if (found is not null)
            return OfExistingClass(claim, found, volumes, events);
        var said = events.FirstOrDefault(seen => seen.Reason == "ProvisioningFailed" && seen.Message.Contains("storageclass", StringComparison.OrdinalIgnoreCase) && seen.Message.Contains("not found", StringComparison.Ordinal));
        if (!classes.IsFound && said is null)
            return Provisioning.Failed(claim, name, null, events) ?? Unreadable(claim, classes);
        if (volumes is { IsFound: true } && volumes.Value.Any(volume => volume.Spec?.StorageClassName == name))
            return UnmatchedVolumes.Of(claim, volumes, events);

        var names = (classes.Value ?? []).Select(item => item.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        var near = NearMiss.Best(name, names);
        var instead = near is not null ? $"; {near} does" : names.Count > 0 ? $"; the cluster has {Wording.List(names)}" : classes.IsFound ? "; the cluster has none" : "";
        return claim.Finding(
            CauseCategories.StorageClassMissing,
            $"StorageClass {Wording.Clip(name, 100)}, which {claim.Title} asks for, does not exist{instead}",
            name,
            [said is null ? null : Cite.Event(said), new EvidenceDraft(EvidenceKind.Status, "storageclasses of the cluster", classes.IsFound ? $"{name} not found; existing: {Wording.List(names, 10)}" : "not read")],
            ClaimCase.Ask(near is null
                ? "Which class is meant? A claim's class cannot be changed: create the claim again with it, or create the class"
                : $"Is class {near} meant? A claim's class cannot be changed: create the claim again with storageClassName {near}"));
    }

    private static FindingDraft? OfExistingClass(ClaimCase claim, V1StorageClass found, Lookup<IReadOnlyList<V1PersistentVolume>> volumes, IReadOnlyList<EventFacts> events)
    {
        var waits = found.VolumeBindingMode == "WaitForFirstConsumer" && claim.Claim.Metadata?.Annotations?.ContainsKey(Claims.SelectedNode) != true;
        if (found.Provisioner == Claims.NoProvisioner)
        {
            // Without a pod nobody misses the volume yet.
            var unmatched = UnmatchedVolumes.Of(claim, volumes, events);
            return waits && unmatched is not null ? ClaimUsers.Any(claim) == true ? unmatched : null : unmatched ?? (waits ? ClaimUsers.FirstConsumer(claim) : null);
        }

        return Provisioning.Failed(claim, found.Metadata.Name, found.Provisioner, events)
            ?? (waits ? ClaimUsers.FirstConsumer(claim) : Provisioning.Unanswered(claim, found, events));
    }

    private static FindingDraft? Unreadable<T>(ClaimCase claim, Lookup<T> classes)
        where T : class => claim.Age < PodHealth.StartGrace ? null : claim.Finding(
            CauseCategories.ProvisioningFailed,
            $"{claim.Title} has been Pending for {Wording.Duration(claim.Age)} ({Claims.Describe(claim.Claim)}); the operator {(classes.IsForbidden ? "may not" : "could not")} read the StorageClasses, which would tell why",
            "classes not read",
            []) with
        { Confidence = Confidence.Low, Severity = Severity.Warning };
}
