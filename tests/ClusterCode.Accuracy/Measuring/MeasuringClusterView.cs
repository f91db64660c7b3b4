using System.Diagnostics;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Dynamic;
using k8s;
using k8s.Models;

namespace ClusterCode.Accuracy.Measuring;

/// <summary>Counts what is asked of a cluster, and the time in which at least one answer is outstanding: answers are awaited side by side.</summary>
public sealed class MeasuringClusterView(IClusterView inner) : IClusterView
{
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private int _outstanding;
    private long _since;
    private TimeSpan _inCluster;

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The time so far in which an answer was outstanding.</summary>
    public TimeSpan InCluster
    {
        get
        {
            lock (_gate)
            {
                return _inCluster;
            }
        }
    }

    /// <inheritdoc />
    public Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        MeasureAsync($"get {typeof(T).Name}/{name}", () => inner.GetAsync<T>(ns, name, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        MeasureAsync($"list {typeof(T).Name} {query.LabelSelector}{query.FieldSelector}", () => inner.ListAsync<T>(ns, query, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) =>
        MeasureAsync($"log {query.Pod} {query.Container}{(query.Previous ? " previous" : "")}", () => inner.ReadLogAsync(query, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken) =>
        MeasureAsync($"scan {query.Pod} {query.Container}{(query.Previous ? " previous" : "")}", () => inner.ScanLogAsync(query, line, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<ServedKind>> FindKindAsync(string? apiVersion, string kind, CancellationToken cancellationToken) =>
        MeasureAsync($"discover {kind}", () => inner.FindKindAsync(apiVersion, kind, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<ClusterObject>> GetAsync(ServedKind kind, string? ns, string name, CancellationToken cancellationToken) =>
        MeasureAsync($"get {kind.Kind}/{name}", () => inner.GetAsync(kind, ns, name, cancellationToken));

    private async Task<T> MeasureAsync<T>(string request, Func<Task<T>> ask)
    {
        lock (_gate)
        {
            _requests.Add(request.TrimEnd());
            if (_outstanding++ == 0)
            {
                _since = Stopwatch.GetTimestamp();
            }
        }

        try
        {
            return await ask();
        }
        finally
        {
            lock (_gate)
            {
                if (--_outstanding == 0)
                {
                    _inCluster += Stopwatch.GetElapsedTime(_since);
                }
            }
        }
    }
}
