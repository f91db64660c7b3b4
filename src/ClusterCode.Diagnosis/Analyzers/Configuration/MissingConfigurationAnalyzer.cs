using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>
/// Judges pods that cannot start, because a ConfigMap or Secret, or a key of one, does not exist. Told from the spec and what was looked up,
/// and from the kubelet's own message, which is the proof where the operator may not read the object.
/// </summary>
internal sealed class MissingConfigurationAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods)
        {
            if (!MayWaitForConfiguration(pod))
                continue;
            foreach (var missing in Missing(file, pod).DistinctBy(item => (item.Kind, item.Name, item.Key)))
            {
                if (MissingConfigurationFinding.Of(file, workload, pod, missing) is { } finding)
                    yield return finding;
            }
        }
    }

    /// <summary>On a node, not being deleted, and with a container that has never run: the only pods that a missing object holds up.</summary>
    private static bool MayWaitForConfiguration(PodFacts pod) =>
        pod.Pod.Metadata?.DeletionTimestamp is null
        && pod.Pod.Status?.Phase is null or "Pending" or "Running"
        && !string.IsNullOrEmpty(pod.Pod.Spec?.NodeName)
        && pod.Containers.Any(container => !container.IsRunning());

    private static IEnumerable<MissingConfiguration> Missing(CaseFile file, PodFacts pod)
    {
        var references = ConfigurationReferences.Of(pod.Pod.Spec).Where(reference => !reference.IsOptional).ToList();
        var complaints = Complaints(pod).ToList();
        foreach (var reference in references.Where(reference => IsNeededNow(pod, reference)))
        {
            var known = ConfigurationKeys.Of(file, reference.Kind, reference.Name);
            var said = complaints.FirstOrDefault(complaint => IsOf(complaint, reference));
            if (known.Status == LookupStatus.Missing)
                yield return new(reference.Kind, reference.Name, null, reference, known, said?.Evidence);
            else if (known.Status == LookupStatus.Found && reference.Key is { } key && !known.Keys.Contains(key))
                yield return new(reference.Kind, reference.Name, key, reference, known, said?.Evidence);
            else if (known.Status != LookupStatus.Found && said is not null)
                yield return new(reference.Kind, reference.Name, said.Key, reference, known, said.Evidence);
        }

        foreach (var complaint in complaints.Where(complaint => complaint.Name is not null && !references.Exists(reference => IsOf(complaint, reference))))
        {
            var known = ConfigurationKeys.Of(file, complaint.Kind, complaint.Name!);
            if (!Contradicts(known, complaint) && complaint.Container is not null)
                yield return new(complaint.Kind, complaint.Name!, complaint.Key, null, known, complaint.Evidence) { Container = complaint.Container };
        }
    }

    private static bool IsNeededNow(PodFacts pod, ConfigurationReference reference) => reference.Variable is null && reference.Place != "envFrom"
        ? pod.Containers.All(container => container.NeverRan())
        : pod.Containers.FirstOrDefault(container => container.Name == reference.Container) is { } container
            && (container.NeverRan() || container.Waiting()?.Reason == "CreateContainerConfigError");

    private static bool IsOf(KubeletComplaint complaint, ConfigurationReference reference) =>
        complaint.Kind == reference.Kind
        && (complaint.Name is null ? complaint.Volume is null || reference.Place == $"volume {complaint.Volume}" : complaint.Name == reference.Name)
        && (complaint.Key is null || complaint.Key == reference.Key);

    /// <summary>What was looked up later is newer than the message: the object, or the key, exists by now.</summary>
    private static bool Contradicts(ConfigurationKeys known, KubeletComplaint complaint) =>
        known.Status == LookupStatus.Found && (complaint.Key is null || known.Keys.Contains(complaint.Key));

    private static IEnumerable<KubeletComplaint> Complaints(PodFacts pod)
    {
        foreach (var container in pod.Containers)
        {
            if (container.Waiting() is { Reason: "CreateContainerConfigError" } waiting
                && KubeletComplaint.Parse(waiting.Message, container.Name, Cite.Waiting(pod, container, waiting)) is { } complaint)
                yield return complaint;
        }

        foreach (var seen in pod.Events.Where(seen => seen.Reason is "Failed" or "FailedMount"))
        {
            var container = pod.Containers.FirstOrDefault(item => seen.FieldPath?.EndsWith($"{{{item.Name}}}", StringComparison.Ordinal) == true)?.Name;
            if (KubeletComplaint.Parse(seen.Message, container, Cite.Event(seen)) is { } complaint)
                yield return complaint;
        }
    }
}
