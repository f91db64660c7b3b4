using System.Diagnostics;
using ClusterCode.Api;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Benchmarks.Scale.Loading;
using ClusterCode.Benchmarks.Scale.Measuring;

namespace ClusterCode.Benchmarks.Scale.Failing;

/// <summary>Lets workloads fail, and waits for their root causes.</summary>
internal sealed class FailureRun(ClusterLoad load, DiagnosisWatch watch, AuditLog audit)
{
    /// <summary>One after the other: the next fails when the one before is diagnosed.</summary>
    public async Task<FailureMeasurement> OneByOneAsync(IReadOnlyList<LoadedWorkload> workloads, CancellationToken cancellationToken)
    {
        var position = audit.Position;
        var began = Stopwatch.GetTimestamp();
        var durations = new List<TimeSpan>();
        foreach (var workload in workloads)
        {
            var failed = Stopwatch.GetTimestamp();
            await ApiWriter.ForEachAsync(workload.FailingPods, load.FailAsync, cancellationToken);
            var diagnosed = await watch.DiagnosedAsync([workload], cancellationToken);
            durations.Add(Stopwatch.GetElapsedTime(failed, diagnosed[0]));
        }

        return Measure(began, Stopwatch.GetTimestamp(), durations, position);
    }

    /// <summary>All at once, as fast as the server takes the writes.</summary>
    public async Task<FailureMeasurement> AtOnceAsync(IReadOnlyList<LoadedWorkload> workloads, CancellationToken cancellationToken)
    {
        var position = audit.Position;
        var failed = new long[workloads.Count];
        var began = Stopwatch.GetTimestamp();
        // Every workload's first pod, then every second one, and so on: what takes down a fifth of a cluster does not go workload by workload.
        var pods = Enumerable.Range(0, ScaleSize.FailingPodsPerWorkload).SelectMany(pod => workloads.Select((workload, index) => (Pod: workload.Pods[pod], Index: index)));
        await ApiWriter.ForEachAsync(
            pods,
            (item, token) =>
            {
                Interlocked.CompareExchange(ref failed[item.Index], Stopwatch.GetTimestamp(), 0);
                return load.FailAsync(item.Pod, token);
            },
            cancellationToken);
        Progress.Say($"{workloads.Count * ScaleSize.FailingPodsPerWorkload} pods fail after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        var diagnosed = await watch.DiagnosedAsync(workloads, cancellationToken);
        return Measure(began, diagnosed.Max(), diagnosed.Select((end, index) => Stopwatch.GetElapsedTime(failed[index], end)).ToList(), position);
    }

    /// <summary>Mends the workloads, waits until the operator has seen that, and deletes their diagnoses, so that the next failure is a first one.</summary>
    public async Task MendAsync(IReadOnlyList<LoadedWorkload> workloads, CancellationToken cancellationToken)
    {
        await ApiWriter.ForEachAsync(workloads.SelectMany(workload => workload.FailingPods), load.RunAsync, cancellationToken);
        await watch.ResolvedAsync(workloads, cancellationToken);
        await load.DeleteAllAsync(ClusterCodeApi.GroupVersion, DiagnosisRequest.Plural, cancellationToken);
    }

    private FailureMeasurement Measure(long began, long ended, List<TimeSpan> durations, long position)
    {
        var requests = audit.Since(position);
        return new FailureMeasurement(
            Stopwatch.GetElapsedTime(began, ended), new Percentiles(durations), requests, Math.Round((double)requests.Count / durations.Count, 2));
    }
}
