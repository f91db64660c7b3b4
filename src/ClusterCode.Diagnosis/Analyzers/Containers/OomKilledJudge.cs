using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The kernel killed the process for its memory, or SIGKILL hit a container that has a memory limit and nothing else explains it.</summary>
internal sealed class OomKilledJudge : IFailureJudge
{
    private const int Killed = 137;

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.Termination is not { } terminated)
            return null;
        var tooSmallToStart = (terminated.Message ?? "").Contains("OOM-killed", StringComparison.OrdinalIgnoreCase);
        var isStated = terminated.Reason == "OOMKilled" || tooSmallToStart;
        var limit = Limit(failure);
        if (!isStated && !(terminated.ExitCode == Killed && limit is not null && !ProbeKilledJudge.Explains(failure)))
            return null;

        var name = failure.Container.Title();
        var title = (isStated, limit) switch
        {
            (true, { } of) when tooSmallToStart => $"{name} is OOM-killed before it starts: its {of} memory limit is too small for the runtime to start a process",
            (true, { } of) => $"{name} is OOM-killed at its {of} limit{After(failure)}",
            (true, null) => $"{name} is OOM-killed{After(failure)} although it has no memory limit: its node{OnNode(failure)} ran out of memory",
            (false, _) => $"{name} is killed (exit 137, SIGKILL){After(failure)}; nothing but its {limit} memory limit explains it",
        };
        var hint = RuntimeHeap.Hint(failure.Container.Spec);
        var heap = hint?.Setting is { } setting ? $"; {hint.Path} sets {Wording.Clip(setting, 80)}" : "";
        return failure.Finding(
            CauseCategories.OOMKilled, isStated ? Confidence.High : Confidence.Low, title + heap, Evidence(failure, limit, hint)) with
        {
            Explanation = hint?.Advice,
            Remediation = [.. Remediations(failure, limit)],
        };
    }

    private static string After(ContainerFailure failure) => failure.AfterStart is { Length: > 0 } after ? $",{after}" : "";

    private static string OnNode(ContainerFailure failure) => failure.Pod.Pod.Spec?.NodeName is { Length: > 0 } node ? $" {node}" : "";

    private static ResourceQuantity? Limit(ContainerFailure failure) =>
        failure.Container.Spec.Resources?.Limits is { } limits && limits.TryGetValue(ResourceQuantities.Memory, out var limit) && ResourceQuantities.Value(limit) > 0
            ? limit
            : null;

    private static IEnumerable<EvidenceDraft?> Evidence(ContainerFailure failure, ResourceQuantity? limit, HeapHint? hint)
    {
        if (failure.Termination is { } terminated)
            yield return Cite.Termination(failure.Pod, failure.Container, terminated);
        yield return Cite.Spec(failure.Pod, failure.Container, "resources.limits.memory", limit?.ToString() ?? "absent");
        if (hint?.Setting is { } setting)
            yield return Cite.Spec(failure.Pod, failure.Container, hint.Path, setting);
    }

    private static IEnumerable<Remediation> Remediations(ContainerFailure failure, ResourceQuantity? limit)
    {
        if (limit is not null && ResourceQuantities.Value(limit) is { } bytes)
        {
            var twice = ResourceQuantities.Format(ResourceQuantities.Memory, bytes * 2);
            yield return new Remediation
            {
                Title = $"Try twice the limit ({twice}); if the kill only comes later, the process leaks or its heap is not bounded",
                Command = Kubectl.SetResources(failure.Workload.Reference, failure.Container.Name, "--limits", ResourceQuantities.Memory, twice),
                Risk = RemediationRisk.Medium,
            };
        }

        yield return new Remediation
        {
            Title = $"How much memory does {failure.Container.Name} need at its peak? Where metrics are installed, this shows what it uses now",
            Command = Kubectl.Of("top pod --containers", failure.Pod.Pod.Metadata?.NamespaceProperty, failure.Pod.Name),
            Risk = RemediationRisk.Low,
        };
    }
}
