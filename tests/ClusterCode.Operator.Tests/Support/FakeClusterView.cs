using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>An empty cluster that notes what it is asked.</summary>
internal sealed class FakeClusterView : IClusterView
{
    public List<string> Requests { get; } = [];

    public Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Requests.Add($"get {typeof(T).Name} {ns}/{name}");
        return Task.FromResult(Lookup.Missing<T>());
    }

    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Requests.Add($"list {typeof(T).Name} {ns}");
        return Task.FromResult(Lookup.Found<IReadOnlyList<T>>([]));
    }

    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        Requests.Add($"log {query.Namespace}/{query.Pod}");
        return Task.FromResult(Lookup.Missing<string>());
    }
}
