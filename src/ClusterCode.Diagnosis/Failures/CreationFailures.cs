using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Nothing was even created. The controller cannot, or shall not, create pods.</summary>
internal static class CreationFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Nothing was even created",
        "The controller cannot, or shall not, create pods.",
        [
            new(QuotaExceeded)
            {
                ShownBy = "Events say `exceeded quota`.",
                Means = "A ResourceQuota of the namespace leaves no room for the pod.",
                ToDo = "Free room, lower the requests, or raise the quota.",
            },
            new(QuotaRequiresResources)
            {
                ShownBy = "Events say that a quota demands requests or limits.",
                Means = "A quota on a resource makes stating that resource a duty.",
                ToDo = "State the missing field on the named container, or give the namespace a LimitRange with defaults.",
            },
            new(LimitRangeViolated)
            {
                ShownBy = "Events say that a minimum, maximum or ratio is violated.",
                Means = "The container's resources are outside a LimitRange.",
                ToDo = "Bring the named value within the range.",
            },
            new(AdmissionDenied)
            {
                ShownBy = "Events say that an admission policy or webhook denied the request.",
                Means = "A policy of the cluster does not allow the pod.",
                ToDo = "Change what the policy names.",
            },
            new(PodSecurityViolation)
            {
                ShownBy = "Events say `violates PodSecurity`.",
                Means = "The namespace enforces a Pod Security level that the pod's spec does not meet.",
                ToDo = "Set the named fields of `securityContext`, or change the namespace's level.",
            },
            new(WebhookUnavailable)
            {
                ShownBy = "Events say that a webhook could not be called.",
                Means = "A webhook that must agree does not answer, so nothing can be created.",
                ToDo = "Bring the webhook's Service back; with `failurePolicy: Ignore` it would not stop others.",
            },
            new(ScaledToZero)
            {
                ShownBy = "`spec.replicas` is 0.",
                Means = "No pod runs because none is asked for.",
                ToDo = "`kubectl scale` the workload, if it is meant to run.",
            },
            new(Paused)
            {
                ShownBy = "`spec.paused` is true.",
                Means = "The Deployment does not roll out what was changed.",
                ToDo = "`kubectl rollout resume`.",
            },
            new(Suspended)
            {
                ShownBy = "`spec.suspend` is true.",
                Means = "The Job or CronJob starts nothing.",
                ToDo = "Set `suspend` to false, if it is meant to run.",
            },
            new(RolloutStuck)
            {
                ShownBy = "The Deployment's Progressing condition is False, or the new ReplicaSet's pods do not become ready.",
                Means = "The new revision does not come up; the old one mostly still serves.",
                ToDo = "Mend the named cause, or `kubectl rollout undo`.",
            },
        ]);
}
