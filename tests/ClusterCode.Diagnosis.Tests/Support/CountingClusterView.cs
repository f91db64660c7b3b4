using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>A view that counts what it is asked.</summary>
internal sealed class CountingClusterView(IClusterView inner) : IClusterView
{
    private int _requests;

    /// <summary>The requests so far.</summary>
    public int Requests => _requests;

    public Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Interlocked.Increment(ref _requests);
        return inner.GetAsync<T>(ns, name, cancellationToken);
    }

    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Interlocked.Increment(ref _requests);
        return inner.ListAsync<T>(ns, query, cancellationToken);
    }

    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        return inner.ReadLogAsync(query, cancellationToken);
    }
}
