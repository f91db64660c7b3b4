using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Dynamic;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Scopes;

/// <summary>
/// The view that the cases of one diagnosis share. What stands in no namespace is read once for all of them, and so are the events about it. What one case asks
/// for and another waits for ends with the whole diagnosis, not with the time of the one that asked first.
/// </summary>
/// <param name="inner">The view that is asked.</param>
/// <param name="whole">Ends the whole diagnosis.</param>
internal sealed class SharedClusterView(IClusterView inner, CancellationToken whole) : IClusterView
{
    /// <summary>The kinds of which every namespace's objects are listed.</summary>
    private static readonly HashSet<Type> Scanned =
    [
        typeof(V1Pod), typeof(V1ReplicaSet), typeof(V1Deployment), typeof(V1StatefulSet), typeof(V1DaemonSet), typeof(V1Job), typeof(V1CronJob), typeof(V1Service),
        typeof(V1Ingress), typeof(V1PersistentVolumeClaim), typeof(V2HorizontalPodAutoscaler),
    ];

    private readonly RememberingClusterView _remembered = new(inner);
    private bool _listsWhole;
    private int _requests;

    /// <summary>The requests so far.</summary>
    public int Requests => _remembered.Requests + Volatile.Read(ref _requests);

    /// <summary>From now on the kinds of which all objects are wanted are listed over all namespaces at once, where that may be and is not too much.</summary>
    public void ListWhole() => _listsWhole = true;

    /// <inheritdoc />
    public Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => ns is null
        ? _remembered.GetAsync<T>(null, name, whole).WaitAsync(cancellationToken)
        : Count(inner.GetAsync<T>(ns, name, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        // Events of one object are few; those of nodes are asked for by each namespace that has pods there.
        if (ns is null || (typeof(T) == typeof(Corev1Event) && query.FieldSelector is not null))
        {
            return _remembered.ListAsync<T>(ns, query, whole).WaitAsync(cancellationToken);
        }

        return _listsWhole && query == ListQuery.All && Scanned.Contains(typeof(T))
            ? PartAsync<T>(ns, cancellationToken)
            : Count(inner.ListAsync<T>(ns, query, cancellationToken));
    }

    /// <inheritdoc />
    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => Count(inner.ReadLogAsync(query, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken) => Count(inner.ScanLogAsync(query, line, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<ServedKind>> FindKindAsync(string? apiVersion, string kind, CancellationToken cancellationToken) => Count(inner.FindKindAsync(apiVersion, kind, cancellationToken));

    /// <inheritdoc />
    public Task<Lookup<ClusterObject>> GetAsync(ServedKind kind, string? ns, string name, CancellationToken cancellationToken) => Count(inner.GetAsync(kind, ns, name, cancellationToken));

    // Who may not list over all namespaces, or where that is cut, is asked namespace by namespace.
    private async Task<Lookup<IReadOnlyList<T>>> PartAsync<T>(string ns, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var all = await _remembered.ListAsync<T>(null, ListQuery.All, whole).WaitAsync(cancellationToken).ConfigureAwait(false);
        return all is { IsFound: true, Message: null }
            ? Lookup.Found<IReadOnlyList<T>>([.. all.Value.Where(o => o.Metadata.NamespaceProperty == ns)])
            : await Count(inner.ListAsync<T>(ns, ListQuery.All, cancellationToken)).ConfigureAwait(false);
    }

    private Task<T> Count<T>(Task<T> answer)
    {
        Interlocked.Increment(ref _requests);
        return answer;
    }
}
