using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>A bound claim asks for more than it has, and does not grow.</summary>
internal static class ResizeJudge
{
    /// <summary>Drivers take some minutes to grow a volume.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>The finding; null where the claim has what it asks for, or is still being grown.</summary>
    public static FindingDraft? Judge(ClaimCase claim)
    {
        var (wanted, has) = (Claims.Requested(claim.Claim), ResourceQuantities.Value(claim.Claim.Status?.Capacity, "storage"));
        var condition = (claim.Claim.Status?.Conditions ?? []).FirstOrDefault(item => item is { Status: "True", Type: "FileSystemResizePending" or "ControllerResizeError" or "NodeResizeError" or "Resizing" });
        if (wanted is null || has is null || wanted <= has)
            return null;
        if (claim.File.Facts.Events(claim.Reference.Namespace, "PersistentVolumeClaim", claim.Reference.Name, claim.Claim.Metadata?.Uid) is not { } events)
            return null;
        var failed = events.FirstOrDefault(seen => seen.Reason is "VolumeResizeFailed" or "FileSystemResizeFailed" or "NodeExpandVolumeFailed");
        var waits = condition?.LastTransitionTime is { } since ? claim.File.Now.UtcDateTime - since : (TimeSpan?)null;
        var external = events.FirstOrDefault(seen => seen.Reason == "ExternalExpanding");
        if (failed is null && condition?.Type is not ("ControllerResizeError" or "NodeResizeError") && (waits ?? Since(claim, external)) < Grace)
            return null;

        var why = (failed, condition?.Type) switch
        {
            ({ } seen, _) => $"its driver says: {Provisioning.Words(seen.Message)}",
            (_, "ControllerResizeError" or "NodeResizeError") => $"its driver says: {Provisioning.Words(condition!.Message ?? condition.Type)}",
            (_, "FileSystemResizePending") => "the volume has grown, and its file system grows only when a pod mounts it anew (FileSystemResizePending): restart the pod that uses it",
            _ when external is not null => "no controller of its driver takes the resize up",
            _ => "the resize has not finished",
        };
        var duration = waits is { } time ? $" for {Wording.Duration(time)}" : "";
        return claim.Finding(
            CauseCategories.ResizePending,
            $"{claim.Title} has asked for {Claims.Size(wanted)}{duration} and has {Claims.Size(has)}: {why}",
            why,
            [failed is null ? null : Cite.Event(failed), external is null ? null : Cite.Event(external), Evidence(claim, condition)],
            ClaimCase.Ask(condition?.Type == "FileSystemResizePending" ? "Restart the pods that mount it, when that suits" : "Does its StorageClass's driver support expansion, and does its controller run?")) with
        { Severity = Severity.Warning };
    }

    private static TimeSpan Since(ClaimCase claim, EventFacts? seen) => seen?.FirstSeen is { } first ? claim.File.Now.UtcDateTime - first : claim.Age;

    private static EvidenceDraft? Evidence(ClaimCase claim, V1PersistentVolumeClaimCondition? condition) => condition is null ? null : new EvidenceDraft(
        EvidenceKind.Status,
        $"persistentvolumeclaim/{claim.Reference.Name} status.conditions[{condition.Type}]",
        $"status={condition.Status} message={Wording.Clip(condition.Message)}",
        condition.LastTransitionTime);
}
