using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Probes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The kubelet killed the container, because its liveness or startup probe failed.</summary>
internal sealed class ProbeKilledJudge : IFailureJudge
{
    private static readonly ProbeKind[] Killers = [ProbeKind.Liveness, ProbeKind.Startup];

    /// <summary>Events are written at a limited rate, so the newest may be of an earlier kill than the one at hand.</summary>
    private static readonly TimeSpan EventDelay = TimeSpan.FromMinutes(10);

    /// <summary>True where a failing probe explains how the container ended.</summary>
    public static bool Explains(ContainerFailure failure) => Kill(failure) is not null;

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (Kill(failure) is not { } kill)
            return null;
        var (probe, killing) = kill;
        var (sentence, isMismatch) = ProbeSentence.Of(probe, failure.Container.Noun());
        var title = isMismatch ? sentence : $"{sentence}{(IsDeclared(probe) ? " yet" : "")}; the kubelet kills it{failure.AfterStart}";
        List<EvidenceDraft?> evidence =
        [
            killing is null ? null : Cite.Event(killing),
            probe.Seen is null ? null : Cite.Event(probe.Seen),
            Cite.Spec(failure.Pod, failure.Container, probe.Field, probe.Describe()),
            failure.Container.Spec.Ports is { Count: > 0 } ports
                ? Cite.Spec(failure.Pod, failure.Container, "ports", string.Join(", ", ports.Select(port => $"{port.Name} {port.ContainerPort}/{port.Protocol ?? "TCP"}".Trim())))
                : null,
        ];
        return failure.Finding(CauseCategories.LivenessKilled, Confidence.High, title, evidence, sentence) with
        {
            Explanation = Timing(failure, probe, isMismatch),
            Remediation = [.. ProbeRemediation.For(probe, failure.Workload.Reference, isMismatch)],
        };
    }

    private static (ContainerProbe Probe, EventFacts? Killing)? Kill(ContainerFailure failure)
    {
        if (failure.Termination is not { } terminated)
            return null;
        foreach (var kind in Killers)
        {
            if (ContainerProbe.Of(kind, failure.Pod, failure.Container) is not { } probe)
                continue;
            var bySignal = terminated.ExitCode is 137 or 143;
            var killing = failure.Pod.EventsOf(failure.Container).FirstOrDefault(seen => IsKillBy(kind, seen) && IsOf(terminated.StartedAt, seen, bySignal));
            if (killing is not null || (bySignal && probe.Seen is { } seen && IsOf(terminated.StartedAt, seen, bySignal)))
                return (probe, killing);
        }

        return null;
    }

    private static bool IsKillBy(ProbeKind kind, EventFacts seen) =>
        seen.Reason == "Killing" && seen.Message.Contains($"failed {kind} probe", StringComparison.OrdinalIgnoreCase);

    private static bool IsOf(DateTime? started, EventFacts seen, bool bySignal) =>
        started is not { } start || seen.LastSeen is not { } last || last >= (bySignal ? start - EventDelay : start);

    // On a port that the container declares, a process listens when it has started.
    private static bool IsDeclared(ContainerProbe probe) => probe is { Outcome.Kind: ProbeOutcomeKind.Refused, Declared: not null };

    private static string? Timing(ContainerFailure failure, ContainerProbe probe, bool isMismatch)
    {
        if (isMismatch)
            return "The probe and the container's ports contradict each other, so that the kubelet kills a process that may be well.";
        var patience = Wording.Duration(probe.Patience);
        return probe.Kind == ProbeKind.Liveness && failure.Container.Spec.StartupProbe is null
            ? $"The probe gives up {patience} after a start at the earliest, and there is no startupProbe: a slower start is killed before it ends."
            : $"The probe gives up after {patience}.";
    }
}
