using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The whole pod was ended from outside: evicted, preempted, or its node was shut down. Its containers' exit codes say nothing then.</summary>
internal sealed class EvictedJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        var status = failure.Pod.Pod.Status;
        if (status?.Phase != "Failed")
            return null;
        var (category, what) = status.Reason switch
        {
            "Evicted" => (CauseCategories.Evicted, "was evicted"),
            "Preempting" or "Preempted" => (CauseCategories.PriorityPreempted, "was preempted by a pod of higher priority"),
            "NodeShutdown" or "Shutdown" or "Terminated" => (CauseCategories.SignalTerminated, "was ended by its node's shutdown"),
            "NodeLost" => (CauseCategories.NodeNotReady, "was lost with its node"),
            _ => (null, ""),
        };
        if (category is null)
            return null;

        var on = failure.Pod.Pod.Spec?.NodeName is { Length: > 0 } node ? $" from node {node}" : "";
        var why = Wording.Clip(status.Message) is { Length: > 0 } message ? $": {message}" : "";
        return failure.Finding(
            category,
            Confidence.High,
            $"Pod {failure.Pod.Name} {what}{on}{why}",
            [new EvidenceDraft(EvidenceKind.Status, $"pod/{failure.Pod.Name} status", $"phase=Failed reason={status.Reason} message={Wording.Clip(status.Message)}")],
            status.Message);
    }
}
