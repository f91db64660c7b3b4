using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>SIGKILL or SIGTERM from outside, which neither memory nor a probe explains.</summary>
internal sealed class SilentKillJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        var signal = failure.ExitCode switch { 137 => "SIGKILL", 143 => "SIGTERM", _ => null };
        if (signal is null)
            return null;
        var killing = failure.Pod.EventsOf(failure.Container).FirstOrDefault(seen => seen.Reason == "Killing");
        var who = killing is null
            ? "the process was ended from outside the container or by itself; no event says by whom"
            : $"the kubelet ended it: {Wording.Clip(killing.Message)}";
        return failure.Finding(
            CauseCategories.SignalTerminated,
            killing is null ? Confidence.Low : Confidence.High,
            $"{failure.Container.Title()} ends by {signal} (exit {failure.ExitCode}){failure.AfterStart}: {who}",
            [killing is null ? null : Cite.Event(killing)],
            signal);
    }
}
