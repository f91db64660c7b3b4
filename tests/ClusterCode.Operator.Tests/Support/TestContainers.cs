using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Container statuses in the states that failures leave them in.</summary>
internal static class TestContainers
{
    public static ContainerStatusSummary Running(string name = "app", double forSeconds = 3600, bool ready = true, int restarts = 0, TerminatedSummary? last = null) => new()
    {
        Name = name,
        Ready = ready,
        RestartCount = restarts,
        State = new ContainerStateSummary { Running = new RunningSummary { StartedAt = Times.SecondsAgo(forSeconds) } },
        LastState = last is null ? null : new ContainerStateSummary { Terminated = last },
    };

    public static ContainerStatusSummary Waiting(string reason, string name = "app", int restarts = 0, TerminatedSummary? last = null) => new()
    {
        Name = name,
        RestartCount = restarts,
        State = new ContainerStateSummary { Waiting = new WaitingSummary { Reason = reason } },
        LastState = last is null ? null : new ContainerStateSummary { Terminated = last },
    };

    public static ContainerStatusSummary Terminated(int exitCode, string name = "app", int restarts = 0, string? reason = null) => new()
    {
        Name = name,
        RestartCount = restarts,
        State = new ContainerStateSummary { Terminated = Ended(exitCode, reason: reason) },
    };

    public static TerminatedSummary Ended(int exitCode = 1, double agoSeconds = 5, double afterSeconds = 1, string? reason = null) => new()
    {
        ExitCode = exitCode,
        Reason = reason ?? (exitCode == 0 ? "Completed" : "Error"),
        StartedAt = Times.SecondsAgo(agoSeconds + afterSeconds),
        FinishedAt = Times.SecondsAgo(agoSeconds),
    };
}
