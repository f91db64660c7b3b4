using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Dynamic;
using k8s;
using k8s.Models;

namespace ClusterCode.Operator.Views;

/// <summary>
/// Answers from the caches what nearly every diagnosis asks and what is small: Deployments and Services. All else goes to the API server, and so does an object
/// that the caches do not hold: it may be newer than they are, and only the server can say that it does not exist.
/// </summary>
internal sealed class WatchedClusterView(IClusterView live, IStore<V1Deployment> deployments, IStore<V1Service> services) : IClusterView
{
    /// <summary>Index of cached objects by namespace.</summary>
    public const string ByNamespace = "namespace";

    /// <inheritdoc/>
    public Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        StoreOf<T>()?.Get(new ObjectKey(ns, name)) is { } cached ? Task.FromResult(Lookup.Found(cached)) : live.GetAsync<T>(ns, name, cancellationToken);

    /// <inheritdoc/>
    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        ns is not null && query is { LabelSelector: null, FieldSelector: null } && StoreOf<T>()?.ByIndex(ByNamespace, ns) is { } cached && cached.Count <= query.MaxItems
            ? Task.FromResult(Lookup.Found(cached))
            : live.ListAsync<T>(ns, query, cancellationToken);

    /// <inheritdoc/>
    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => live.ReadLogAsync(query, cancellationToken);

    /// <inheritdoc />
    public Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken) => live.ScanLogAsync(query, line, cancellationToken);

    /// <inheritdoc/>
    public Task<Lookup<ServedKind>> FindKindAsync(string? apiVersion, string kind, CancellationToken cancellationToken) => live.FindKindAsync(apiVersion, kind, cancellationToken);

    /// <inheritdoc/>
    public Task<Lookup<ClusterObject>> GetAsync(ServedKind kind, string? ns, string name, CancellationToken cancellationToken) => live.GetAsync(kind, ns, name, cancellationToken);

    private IStore<T>? StoreOf<T>()
        where T : class => deployments as IStore<T> ?? services as IStore<T>;
}
