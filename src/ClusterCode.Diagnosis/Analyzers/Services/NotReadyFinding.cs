using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>Pods carry the labels, and none is ready: the cause is theirs.</summary>
internal static class NotReadyFinding
{
    /// <summary>The most workloads of one Service that are looked into.</summary>
    private const int MostWorkloads = 2;

    /// <summary>The finding; none while the pods are being started.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ServiceBackends backends)
    {
        var states = backends.Matching.Select(p => PodHealth.Of(p, file.Now)).ToList();
        if (states.Contains(PodState.Starting) && !states.Contains(PodState.Failing))
            yield break;

        var pods = backends.Matching.DistinctBy(PodOwner.Of).Take(MostWorkloads).ToList();
        foreach (var pod in pods)
            file.Follow(PodOwner.ToFollow(pod));
        var owners = Wording.List(pods.Select(p => PodOwner.Title(PodOwner.Of(p))));
        var count = backends.Matching.Count == 1 ? $"pod {backends.Matching[0].Metadata.Name} of {owners} is not ready" : $"none of the {backends.Matching.Count} pods of {owners} is ready";
        yield return ConnectivityDraft.Of(
            CauseCategories.ServiceWithoutReadyPods,
            backends.Reference,
            $"Service {backends.Reference.Namespace}/{backends.Reference.Name} has no ready endpoint: {count}{Gate(backends.Matching[0])}",
            ConnectivityDraft.Spec(backends.Reference, "spec.selector", LabelText.Of(backends.Selector)),
            ConnectivityDraft.Status(Refer.To("v1", "Pod", backends.Reference.Namespace, backends.Matching[0].Metadata.Name), "status.conditions[Ready]", Ready(backends.Matching[0]))) with
        {
            Behind = [.. backends.Matching.SelectMany(PodOwner.Names).Distinct()],
            Remediation = [ConnectivityDraft.Ask($"Mend {owners}; the Service sends to its pods as soon as they are ready")],
        };
    }

    // Containers may all be ready, and the pod not, for a condition that another controller sets.
    private static string Gate(V1Pod pod)
    {
        var open = PodHealth.OpenGates(pod);
        return open.Count == 0 ? "" : $" (readiness gate {Wording.List(open)} is not True)";
    }

    private static string Ready(V1Pod pod) => pod.Status?.Conditions?.FirstOrDefault(c => c.Type == "Ready") is { } ready
        ? $"status={ready.Status} reason={ready.Reason} message={ready.Message} phase={pod.Status.Phase}"
        : $"absent, phase={pod.Status?.Phase}";
}
