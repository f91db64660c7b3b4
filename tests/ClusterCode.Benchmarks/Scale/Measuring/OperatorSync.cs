using System.Diagnostics;
using ClusterCode.TestCluster;
using k8s;

namespace ClusterCode.Benchmarks.Scale.Measuring;

/// <summary>An operator that has just become ready, and what that took.</summary>
/// <param name="Running">It.</param>
/// <param name="Sync">From the start of the process until /readyz said that its caches are filled.</param>
/// <param name="ReadyAt">That moment.</param>
/// <param name="Memory">Its memory at that moment.</param>
/// <param name="ProcessorTime">The processor time that it had used.</param>
/// <param name="AuditPosition">Where the audit log ended before it started.</param>
internal sealed record OperatorSync(OperatorProcess Running, TimeSpan Sync, DateTimeOffset ReadyAt, ProcessMemory Memory, TimeSpan ProcessorTime, long AuditPosition)
{
    /// <summary>Starts an operator and waits until it is ready.</summary>
    public static async Task<OperatorSync> StartAsync(Kubernetes client, string kubeconfig, AuditLog audit)
    {
        var position = audit.Position;
        var running = await OperatorProcess.StartAsync(client, kubeconfig, Path.Combine(AppContext.BaseDirectory, "operator-scale.log"));
        var sync = Stopwatch.GetElapsedTime(running.Started);
        return new OperatorSync(running, sync, DateTimeOffset.UtcNow, ProcessMemory.Of(running.Id), running.ProcessorTime, position);
    }
}
