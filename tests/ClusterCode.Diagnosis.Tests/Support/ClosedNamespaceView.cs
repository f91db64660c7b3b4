using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>A cluster with one namespace of which nothing may be read, so that nothing may be read over all namespaces either; or that never answers.</summary>
internal sealed class ClosedNamespaceView(InMemoryClusterView inner, string closed, bool isSilent = false) : IClusterView
{
    public async Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (ns != closed)
        {
            return await inner.GetAsync<T>(ns, name, cancellationToken);
        }

        await AnswerAsync(cancellationToken);
        return Lookup.Forbidden<T>($"cannot get in {closed}");
    }

    public async Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (ns == closed)
        {
            await AnswerAsync(cancellationToken);
            return Lookup.Forbidden<IReadOnlyList<T>>($"cannot list in {closed}");
        }

        return ns is null && typeof(T) != typeof(V1Namespace) && typeof(T) != typeof(V1Node)
            ? Lookup.Forbidden<IReadOnlyList<T>>("cannot list at the cluster scope")
            : await inner.ListAsync<T>(ns, query, cancellationToken);
    }

    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => inner.ReadLogAsync(query, cancellationToken);

    private Task AnswerAsync(CancellationToken cancellationToken) => isSilent ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
}
