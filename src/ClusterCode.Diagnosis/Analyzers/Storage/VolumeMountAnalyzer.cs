using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Configuration;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>Judges pods on a node whose containers never start, because a volume cannot be attached or mounted.</summary>
internal sealed class VolumeMountAnalyzer : IAnalyzer
{
    /// <summary>One failure may be an accident of the moment.</summary>
    private const int Repeated = 2;

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(IsBlocked))
        {
            var isLate = PodHealth.Of(pod.Pod, file.Now) == PodState.Failing;
            var seen = pod.Events.Where(item => MountMessage.Reasons.Contains(item.Reason) && (isLate || item.Count >= Repeated)).ToList();
            var told = seen
                .Where(item => !MountMessage.IsTimeout(item.Message) && !MountMessage.IsPassing(item.Message) && !IsOfConfiguration(item))
                .DistinctBy(item => MountMessage.Volume(item.Message))
                .ToList();
            foreach (var item in told)
            {
                if (Judge(file, workload, pod, item) is { } finding)
                    yield return finding;
            }

            if (told.Count == 0 && !seen.Exists(IsOfConfiguration) && seen.Find(item => MountMessage.IsTimeout(item.Message)) is { } timeout && Timeout(file, workload, pod, timeout) is { } silent)
                yield return silent;
        }
    }

    private static bool IsBlocked(PodFacts pod) =>
        pod.Pod.Metadata?.DeletionTimestamp is null
        && !string.IsNullOrEmpty(pod.Pod.Spec?.NodeName)
        && pod.Pod.Status?.Phase is null or "Pending"
        && pod.Containers.All(container => container.NeverRan());

    private static bool IsOfConfiguration(EventFacts seen) => KubeletComplaint.Parse(seen.Message, null, Cite.Event(seen)) is not null;

    private static FindingDraft? Judge(CaseFile file, WorkloadFacts workload, PodFacts pod, EventFacts seen)
    {
        var volume = PodVolume.Of(file, pod, MountMessage.Volume(seen.Message));
        var category = MountMessage.Category(seen.Reason, seen.Message);
        if (category is CauseCategories.MultiAttach or CauseCategories.AccessModeConflict)
            return SharedVolume.Judge(file, workload, pod, volume, seen, category);
        if (category is CauseCategories.VolumeFull && volume?.Claim is null)
            category = CauseCategories.VolumeMountFailed;
        var what = volume is null ? $"volume {Wording.Clip(MountMessage.Volume(seen.Message) ?? "of the pod", 100)}" : $"volume {volume.Name} ({volume.Source})";
        var verb = category == CauseCategories.VolumeAttachFailed ? $"cannot be attached to node {pod.Pod.Spec.NodeName}" : $"cannot be mounted on node {pod.Pod.Spec.NodeName}";
        var (title, words) = ($"{Upper(what)} of {workload.Reference.Kind} {workload.Reference.Name} {verb}", MountMessage.Words(seen.Message));
        return Draft(workload, pod, category, $"{title}: {words}", words, volume, [Cite.Event(seen)]) with
        {
            Remediation = [new Remediation { Title = Question(category, volume), Risk = RemediationRisk.Medium }],
        };
    }

    private static string Question(string category, PodVolume? volume) => category switch
    {
        CauseCategories.VolumeFull => $"What may be deleted from {volume?.Source}, or how large should it be?",
        CauseCategories.VolumeAttachFailed => "Does the volume exist on the storage side, and does its driver run on this node?",
        _ when volume?.Source.StartsWith("hostPath", StringComparison.Ordinal) == true => $"Should {volume.Source} exist on every node that may run the pod? Create it there, or correct path and type",
        _ => "Does the storage exist under this address and path, and may the node use it?",
    };

    // Nothing but a timeout: another node may hold the claim, and where that is not so, the driver is silent.
    private static FindingDraft? Timeout(CaseFile file, WorkloadFacts workload, PodFacts pod, EventFacts seen)
    {
        if (PodHealth.Of(pod.Pod, file.Now) != PodState.Failing)
            return null;
        var volume = PodVolume.Of(file, pod, MountMessage.Volume(seen.Message));
        if (volume is { Claim: not null, Bound.Status.Phase: not "Bound" } or { Claim: not null, Bound: null })
            return null;
        if (volume?.Claim is not null)
        {
            if (file.Facts.List<k8s.Models.V1Pod>(file.Namespace) is null)
                return null;
            if (SharedVolume.Judge(file, workload, pod, volume, seen, CauseCategories.AccessModeConflict) is { } shared)
                return shared;
        }

        var what = volume is null ? "a volume" : $"volume {volume.Name} ({volume.Source})";
        return Draft(
            workload, pod, CauseCategories.VolumeMountFailed, $"{Upper(what)} of {workload.Reference.Kind} {workload.Reference.Name} is not mounted on node {pod.Pod.Spec.NodeName}: the kubelet has waited for it until its time was up, and its driver says nothing",
            "timed out", volume, [Cite.Event(seen)]) with
        { Confidence = Confidence.Medium };
    }

    /// <summary>A finding about a pod's volume; the claim is at fault where there is one.</summary>
    internal static FindingDraft Draft(
        WorkloadFacts workload, PodFacts pod, string category, string title, string says, PodVolume? volume, IEnumerable<EvidenceDraft?> evidence) => new()
        {
            Category = category,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = title,
            Resource = volume?.Claim ?? workload.Reference,
            Pod = pod.Name,
            NormalizedMessage = LogDigest.Normalize(says),
            Explanation = "Containers of a pod start only when all its volumes are mounted.",
            Evidence =
            [
                .. evidence.OfType<EvidenceDraft>(),
                new EvidenceDraft(EvidenceKind.Spec, $"pod/{pod.Name} spec.volumes", volume is null ? "the volume is not among the pod's own" : $"{volume.Name}: {volume.Source}"),
            ],
        };

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
