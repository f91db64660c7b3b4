using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Policies;

/// <summary>Decides which policy a workload's failures fall under. Pure.</summary>
internal static class PolicyMatcher
{
    /// <summary>
    /// The first policy, by name, that wants any of the failures, with those that are due and the time until the next is. Null where no policy wants one.
    /// A workload that several policies match is thus diagnosed once.
    /// </summary>
    public static PolicyMatch? Match(
        IEnumerable<DiagnosisPolicy> policies, WorkloadSnapshot workload, IReadOnlyList<DetectedFailure> failures,
        IReadOnlyDictionary<string, string>? namespaceLabels, DateTime now)
    {
        PolicyMatch? waiting = null;
        foreach (var policy in policies.OrderBy(policy => policy.Metadata.Name, StringComparer.Ordinal))
        {
            if (!Wants(policy, namespaceLabels))
                continue;
            var wanted = failures.Where(failure => Wants(policy, workload, failure)).ToList();
            if (wanted.Count == 0)
                continue;
            var grace = PolicyDefaults.GracePeriodOf(policy.Spec);
            var due = wanted.Where(failure => TimeLeft(failure, grace, now) <= TimeSpan.Zero).ToList();
            var inGrace = wanted.Select(failure => TimeLeft(failure, grace, now)).Where(left => left > TimeSpan.Zero).ToList();
            var match = new PolicyMatch(policy, due, inGrace.Count == 0 ? null : inGrace.Min());
            if (due.Count > 0)
                return match;
            waiting ??= match;
        }

        return waiting;
    }

    private static bool Wants(DiagnosisPolicy policy, IReadOnlyDictionary<string, string>? namespaceLabels) =>
        policy.Metadata.DeletionTimestamp is null
        && policy.Spec.Suspend != true
        && LabelSelectors.Matches(policy.Spec.NamespaceSelector, namespaceLabels);

    private static bool Wants(DiagnosisPolicy policy, WorkloadSnapshot workload, DetectedFailure failure) =>
        (policy.Spec.Triggers is not { Count: > 0 } triggers || triggers.Contains(failure.Trigger))
        && LabelSelectors.Matches(policy.Spec.PodSelector, LabelsOf(workload, failure));

    /// <summary>A Job that failed may have no pods left: then the selector is held against the Job's own labels; and a Deployment without pods, by those that they would have.</summary>
    private static IReadOnlyDictionary<string, string>? LabelsOf(WorkloadSnapshot workload, DetectedFailure failure) =>
        workload.Pods.FirstOrDefault(pod => pod.Metadata.Name == failure.Shows)?.Metadata.Labels
        ?? workload.Jobs.FirstOrDefault(job => job.Metadata.Name == failure.Shows)?.Metadata.Labels
        ?? workload.Deployment?.Spec?.Template?.Metadata?.Labels?.AsReadOnly();

    private static TimeSpan TimeLeft(DetectedFailure failure, TimeSpan grace, DateTime now) =>
        failure.MayPass ? failure.Since + grace - now : TimeSpan.Zero;
}
