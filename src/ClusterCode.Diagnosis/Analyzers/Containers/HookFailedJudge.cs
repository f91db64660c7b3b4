using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The postStart hook fails, for which the kubelet kills the container.</summary>
internal sealed class HookFailedJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.Container.Spec.Lifecycle?.PostStart is not { } hook)
            return null;
        var seen = failure.Pod.EventsOf(failure.Container).FirstOrDefault(IsHookFailure);
        if (seen is null && failure.Waiting?.Reason != "PostStartHookError")
            return null;

        var command = hook.Exec?.Command is { Count: > 0 } words ? $"command {Wording.Clip(string.Join(' ', words), 80)}" : "handler";
        var said = Wording.Clip(seen?.Message ?? failure.Waiting?.Message);
        return failure.Finding(
            CauseCategories.RuntimeHookFailed,
            Confidence.High,
            $"The postStart hook of {failure.Container.Noun()} fails, so the kubelet kills it: {command}{(said.Length > 0 ? $" ({said})" : "")}",
            [seen is null ? null : Cite.Event(seen)],
            command);
    }

    private static bool IsHookFailure(EventFacts seen) =>
        seen.Reason == "FailedPostStartHook" || (seen.Message ?? "").Contains("PostStartHook", StringComparison.Ordinal);
}
