using System.Globalization;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scaling;

/// <summary>Judges PodDisruptionBudgets that allow no eviction: by their own numbers, for ever, or because pods that they protect are not healthy.</summary>
internal sealed class PdbAnalyzer : ObjectAnalyzer<V1PodDisruptionBudget>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1PodDisruptionBudget value)
    {
        if (value.Status is not { DisruptionsAllowed: 0, ExpectedPods: > 0 } status || value.Metadata.DeletionTimestamp is not null)
            yield break;

        // With all pods healthy it is the numbers that forbid it.
        var unhealthy = status.CurrentHealthy < status.ExpectedPods;
        IReadOnlyList<V1Pod> failing = [];
        if (unhealthy)
        {
            if (file.Facts.List<V1Pod>(file.Namespace) is not { } pods)
                yield break;
            failing = [.. (pods.Value ?? []).Where(p => Selects(value, p) && !PodHealth.IsReady(p)).Take(3)];
            foreach (var pod in failing.Take(1))
                file.Facts.Follow(new ResourceReference { ApiVersion = "v1", Kind = "Pod", Namespace = file.Namespace, Name = pod.Metadata.Name });
        }

        yield return new FindingDraft
        {
            Category = CauseCategories.PdbBlocksEviction,
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            Title = Title(reference, value, status, unhealthy, failing),
            Resource = reference,
            NormalizedMessage = unhealthy ? "unhealthy" : "numbers",
            Explanation = "Evictions, and so kubectl drain and node upgrades, are refused as long as the budget allows none.",
            Evidence =
            [
                new EvidenceDraft(
                    EvidenceKind.Status,
                    $"poddisruptionbudget/{reference.Name} status",
                    string.Create(CultureInfo.InvariantCulture, $"disruptionsAllowed={status.DisruptionsAllowed} currentHealthy={status.CurrentHealthy} desiredHealthy={status.DesiredHealthy} expectedPods={status.ExpectedPods}")),
                new EvidenceDraft(EvidenceKind.Spec, $"poddisruptionbudget/{reference.Name} spec", Numbers(value)),
            ],
            Behind = [.. failing.Select(p => Workload(file, p))],
            Remediation =
            [
                new Remediation
                {
                    Title = unhealthy ? "Bring the unhealthy pods back; the budget then allows evictions again" : "May one pod be missing for a while? Then let the budget allow it (maxUnavailable: 1), or run more replicas",
                    Command = unhealthy ? null : Kubectl.Of("edit poddisruptionbudget", file.Namespace, reference.Name),
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }

    private static string Title(ResourceReference reference, V1PodDisruptionBudget value, V1PodDisruptionBudgetStatus status, bool unhealthy, IReadOnlyList<V1Pod> failing)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{status.CurrentHealthy} of {Wording.Count(status.ExpectedPods ?? 0, "pod")} healthy, {status.DesiredHealthy} must be");
        if (unhealthy)
        {
            var who = failing.Count == 0 ? "" : $"; not ready: {Wording.List(failing.Select(p => p.Metadata.Name), 3)}";
            return $"PodDisruptionBudget {reference.Name} allows no eviction ({Numbers(value)}): {numbers}{who}";
        }

        return $"PodDisruptionBudget {reference.Name} allows no eviction, ever, while there {(status.ExpectedPods == 1 ? "is" : "are")} {Wording.Count(status.ExpectedPods ?? 0, "pod")}: {Numbers(value)} ({numbers}), so draining a node that runs one never ends";
    }

    private static string Numbers(V1PodDisruptionBudget value) => value.Spec switch
    {
        { MaxUnavailable: { } most } => $"maxUnavailable {most.Value}",
        { MinAvailable: { } least } => $"minAvailable {least.Value}",
        _ => "no minAvailable or maxUnavailable",
    };

    private static bool Selects(V1PodDisruptionBudget value, V1Pod pod) =>
        value.Spec?.Selector?.MatchLabels is { Count: > 0 } labels && labels.All(l => pod.Metadata.Labels?.TryGetValue(l.Key, out var found) == true && found == l.Value);

    // The pod's workload, as the case will name it once it was followed.
    private static ResourceReference Workload(CaseFile file, V1Pod pod) =>
        file.Workloads.FirstOrDefault(w => w.Pods.Any(p => p.Name == pod.Metadata.Name))?.Reference
        ?? new ResourceReference { ApiVersion = "v1", Kind = "Pod", Namespace = file.Namespace, Name = pod.Metadata.Name };
}
