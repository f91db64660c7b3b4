using System.Collections.Concurrent;
using System.Diagnostics;
using ClusterCode.Api;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Benchmarks.Scale.Loading;
using ClusterCode.TestCluster;
using k8s;

namespace ClusterCode.Benchmarks.Scale.Measuring;

/// <summary>When each workload's root cause became visible to this program's own watch.</summary>
internal sealed class DiagnosisWatch : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, long> _diagnosed = new();
    private readonly ConcurrentDictionary<string, long> _resolved = new();
    private readonly ObjectWatch<DiagnosisRequest> _watch;
    private TaskCompletionSource _changed = NewSignal();

    public DiagnosisWatch(Kubernetes client) =>
        _watch = new ObjectWatch<DiagnosisRequest>(client, $"apis/{ClusterCodeApi.GroupVersion}/{DiagnosisRequest.Plural}", Note);

    /// <summary>Waits until every workload has a root cause; returns when each got it.</summary>
    public async Task<long[]> DiagnosedAsync(IReadOnlyList<LoadedWorkload> workloads, CancellationToken cancellationToken)
    {
        await UntilAsync(() => workloads.All(workload => _diagnosed.ContainsKey(workload.Name)), cancellationToken);
        return [.. workloads.Select(workload => _diagnosed[workload.Name])];
    }

    /// <summary>Waits until every workload's failure is said to be over, and forgets what was diagnosed.</summary>
    public async Task ResolvedAsync(IReadOnlyList<LoadedWorkload> workloads, CancellationToken cancellationToken)
    {
        await UntilAsync(() => workloads.All(workload => _resolved.ContainsKey(workload.Name)), cancellationToken);
        _diagnosed.Clear();
        _resolved.Clear();
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Note(DiagnosisRequest request)
    {
        // Workloads are named uniquely in the whole cluster.
        if (request is not { Status.RootCause: not null, Spec.Target.Name: { } name })
            return;
        var isNew = _diagnosed.TryAdd(name, Stopwatch.GetTimestamp());
        if (request.Status.Conditions.Any(condition => condition is { Type: ConditionTypes.Resolved, Status: "True" }))
            isNew |= _resolved.TryAdd(name, Stopwatch.GetTimestamp());
        if (isNew)
            Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    private async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (condition())
                return;
            await changed.WaitAsync(cancellationToken);
        }
    }
}
