using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>SIGKILL or SIGTERM from outside, which neither memory nor a probe explains: the kubelet's or the node's events may say who sent it.</summary>
internal sealed class SilentKillJudge : IFailureJudge
{
    private const int Killed = 137;

    /// <summary>The kernel's kill and the container's end are reported this near to each other.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(1);

    // Reasons of events of a node that end what runs on it, and what they mean (kubelet and node-problem-detector).
    private static readonly (string Reason, string What)[] NodeEvents =
    [
        ("SystemOOM", "its node ran out of memory, and the kernel killed it"),
        ("OOMKilling", "its node ran out of memory, and the kernel killed it"),
        ("NodeShutdown", "its node was shut down"),
        ("Shutdown", "its node was shut down"),
        ("Rebooted", "its node was rebooted"),
    ];

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        var signal = failure.ExitCode switch { Killed => "SIGKILL", 143 => "SIGTERM", _ => null };
        if (signal is null)
            return null;
        var killing = failure.Pod.EventsOf(failure.Container).FirstOrDefault(seen => seen.Reason == "Killing");
        var begins = $"{failure.Container.Title()} ends by {signal} (exit {failure.ExitCode}){failure.AfterStart}";
        if (killing is not null)
            return failure.Finding(CauseCategories.SignalTerminated, Confidence.High, $"{begins}: the kubelet ended it: {Wording.Clip(killing.Message)}", [Cite.Event(killing)], signal);
        return OfNode(failure, begins)
            ?? failure.Finding(CauseCategories.SignalTerminated, Confidence.Low, $"{begins}: the process was ended from outside the container or by itself; no event says by whom", [], signal);
    }

    private static FindingDraft? OfNode(ContainerFailure failure, string begins)
    {
        if (failure.Pod.Pod.Spec?.NodeName is not { Length: > 0 } node || failure.Termination?.FinishedAt is not { } ended)
            return null;
        var events = failure.File.Facts.Events(null, nameof(V1Node)[2..], node) ?? [];
        foreach (var (reason, what) in NodeEvents)
        {
            if (events.FirstOrDefault(seen => seen.Reason == reason && IsNear(seen, ended)) is not { } seen)
                continue;
            var isMemory = reason is "SystemOOM" or "OOMKilling";
            return failure.Finding(
                isMemory ? CauseCategories.OOMKilled : CauseCategories.SignalTerminated,
                Confidence.Medium,
                $"{begins}: {what} (node {node}: {Wording.Clip(seen.Message, 120)})",
                [Cite.Event(seen)],
                reason) with
            {
                Remediation = isMemory
                    ? [new Remediation { Title = $"How much memory does {failure.Container.Name} need? Request that much, so that nodes are not overcommitted", Risk = RemediationRisk.Medium }]
                    : [],
            };
        }

        return null;
    }

    private static bool IsNear(EventFacts seen, DateTime ended) => seen.LastSeen is { } last && last >= ended - Near && (seen.FirstSeen ?? last) <= ended + Near;
}
