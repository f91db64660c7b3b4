using System.Collections.Concurrent;
using ClusterCode.Diagnosis.Views.Dynamic;
using ClusterCode.Diagnosis.Views.Selectors;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views;

/// <summary>A view for one diagnosis: what was asked once is not asked again, and what is asked is counted.</summary>
/// <param name="inner">The view that is asked.</param>
internal sealed class RememberingClusterView(IClusterView inner) : IClusterView
{
    private static readonly ListQuery FromMemory = ListQuery.All with { FromMemory = true };
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    private readonly IClusterView _inner = inner;

    // Lazy: of two that ask at the same moment one asks the server, and both wait for its answer.
    private readonly ConcurrentDictionary<(Type Kind, string? Namespace, string Name), Lazy<object>> _objects = new();
    private readonly ConcurrentDictionary<(Type Kind, string? Namespace, ListQuery Query), Lazy<object>> _lists = new();
    private readonly ConcurrentDictionary<LogQuery, Lazy<Task<Lookup<string>>>> _logs = new();
    private readonly ConcurrentDictionary<string, bool> _forbidden = new(StringComparer.Ordinal);
    private int _requests;

    /// <summary>The requests so far. What the view behind answers from a cache of its own is counted too.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The resources, as roles name them, of which a read was forbidden.</summary>
    public IReadOnlyList<string> Forbidden => [.. _forbidden.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc />
    public Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => FromList<T>(ns, name) is { } listed
        ? Task.FromResult(listed)
        : (Task<Lookup<T>>)_objects.GetOrAdd(
            (typeof(T), ns, name),
            static (key, state) => new Lazy<object>(() => state.View.Count(state.View._inner.GetAsync<T>(key.Namespace, key.Name, state.Token), ApiResource.Of<T>().Plural)),
            (View: this, Token: cancellationToken)).Value;

    /// <inheritdoc />
    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => FromList<T>(ns, query) is { } selected
        ? Task.FromResult(selected)
        : (Task<Lookup<IReadOnlyList<T>>>)_lists.GetOrAdd(
            (typeof(T), ns, query),
            static (key, state) => new Lazy<object>(() => state.View.Count(state.View._inner.ListAsync<T>(key.Namespace, key.Query, state.Token), Scope<T>(key.Namespace))),
            (View: this, Token: cancellationToken)).Value;

    /// <inheritdoc />
    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) =>
        _logs.GetOrAdd(
            query,
            static (key, state) => new Lazy<Task<Lookup<string>>>(() => state.View.Count(state.View._inner.ReadLogAsync(key, state.Token), "pods/log")),
            (View: this, Token: cancellationToken)).Value;

    /// <inheritdoc />
    public Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken) =>
        Count(_inner.ScanLogAsync(query, line, cancellationToken), "pods/log");

    // A list that was read whole tells of each object, and of what does not exist.
    private Lookup<T>? FromList<T>(string? ns, string name)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Whole<T>(ns) is { } all
            ? all.FirstOrDefault(o => o.Metadata.Name == name) is { } found ? Lookup.Found(found) : Lookup.Missing<T>($"{ApiResource.Of<T>().Plural} \"{name}\" not found")
            : null;

    // And of those that carry some labels.
    private Lookup<IReadOnlyList<T>>? FromList<T>(string? ns, ListQuery query)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        query is { LabelSelector: { } selector, FieldSelector: null } && Whole<T>(ns) is { } all && LabelMatcher.TryParse(selector, out var matcher)
            ? Lookup.Found<IReadOnlyList<T>>([.. all.Where(o => matcher.Matches(o.Metadata.Labels?.AsReadOnly() ?? NoLabels)).Take(query.MaxItems)])
            : null;

    private IReadOnlyList<T>? Whole<T>(string? ns)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        (_lists.TryGetValue((typeof(T), ns, ListQuery.All), out var listed) || _lists.TryGetValue((typeof(T), ns, FromMemory), out listed))
        && listed is { IsValueCreated: true, Value: Task<Lookup<IReadOnlyList<T>>> { IsCompletedSuccessfully: true, Result: { IsFound: true, Message: null } all } }
            ? all.Value
            : null;

    /// <inheritdoc />
    public Task<Lookup<ServedKind>> FindKindAsync(string? apiVersion, string kind, CancellationToken cancellationToken) =>
        Count(_inner.FindKindAsync(apiVersion, kind, cancellationToken), "the API's discovery");

    /// <inheritdoc />
    public Task<Lookup<ClusterObject>> GetAsync(ServedKind kind, string? ns, string name, CancellationToken cancellationToken) =>
        Count(_inner.GetAsync(kind, ns, name, cancellationToken), kind.Plural);

    // Pods of all namespaces are listed where nodes' usage matters; that they may not be says nothing of those of the diagnosis.
    private static string Scope<T>(string? ns) => ns is null && typeof(T) == typeof(V1Pod) ? "pods of all namespaces" : ApiResource.Of<T>().Plural;

    private Task<Lookup<T>> Count<T>(Task<Lookup<T>> answer, string what)
        where T : class
    {
        Interlocked.Increment(ref _requests);
        return Noted(answer, what);
    }

    private async Task<Lookup<T>> Noted<T>(Task<Lookup<T>> answer, string what)
        where T : class
    {
        var found = await answer.ConfigureAwait(false);
        if (found.IsForbidden)
        {
            _forbidden.TryAdd(what, true);
        }

        return found;
    }
}
