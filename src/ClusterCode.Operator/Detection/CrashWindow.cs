using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Detection;

/// <summary>
/// How long a container must run after a crash until the crash counts as over. A loop is often seen between two crashes, running;
/// so the time is measured against how long the last run lasted.
/// </summary>
internal static class CrashWindow
{
    /// <summary>Shorter runs than this prove nothing.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(60);

    /// <summary>The kubelet forgets its back-off after a run of ten minutes (pkg/kubelet/kubelet.go, MaxContainerBackOff and its reset), so do we.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The time to run after <paramref name="crash"/> until it is over: twice what the crashed run lasted, within bounds.</summary>
    public static TimeSpan After(TerminatedSummary crash)
    {
        var twice = 2 * crash.Duration();
        return twice < Shortest ? Shortest : twice > Longest ? Longest : twice;
    }
}
