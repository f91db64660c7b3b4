using System.Collections.Concurrent;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>ReplicaSets and Jobs by name: those that were listed anyway, others on demand, each asked for once.</summary>
internal sealed class OwnerIndex(IClusterView view, string ns)
{
    private readonly ConcurrentDictionary<string, Task<V1ReplicaSet?>> _replicaSets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<V1Job?>> _jobs = new(StringComparer.Ordinal);

    /// <summary>Remembers ReplicaSets that were read.</summary>
    public OwnerIndex With(IEnumerable<V1ReplicaSet> replicaSets)
    {
        foreach (var replicaSet in replicaSets)
        {
            _replicaSets[replicaSet.Metadata.Name] = Task.FromResult<V1ReplicaSet?>(replicaSet);
        }

        return this;
    }

    /// <summary>Remembers Jobs that were read.</summary>
    public OwnerIndex With(IEnumerable<V1Job> jobs)
    {
        foreach (var job in jobs)
        {
            _jobs[job.Metadata.Name] = Task.FromResult<V1Job?>(job);
        }

        return this;
    }

    /// <summary>The ReplicaSet; null where it cannot be read.</summary>
    public Task<V1ReplicaSet?> ReplicaSetAsync(string name, CancellationToken cancellationToken) =>
        _replicaSets.GetOrAdd(name, n => ReadAsync<V1ReplicaSet>(n, cancellationToken));

    /// <summary>The Job; null where it cannot be read.</summary>
    public Task<V1Job?> JobAsync(string name, CancellationToken cancellationToken) => _jobs.GetOrAdd(name, n => ReadAsync<V1Job>(n, cancellationToken));

    private async Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => (await view.GetAsync<T>(ns, name, cancellationToken).ConfigureAwait(false)).Value;
}
