using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>A cluster of lists, which counts what it is asked and refuses what a test denies.</summary>
internal sealed class InMemoryClusterView : IClusterView
{
    private readonly List<IKubernetesObject<V1ObjectMeta>> _objects = [];
    private readonly Dictionary<(string Pod, string Container, bool Previous), string> _logs = [];
    private readonly Dictionary<Type, LookupStatus> _denied = [];
    private readonly List<string> _requests = [];
    private LookupStatus? _logDenial;

    /// <summary>What was asked, such as <c>get Pod shop/checkout</c>.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public InMemoryClusterView With(params IEnumerable<IKubernetesObject<V1ObjectMeta>> objects)
    {
        _objects.AddRange(objects);
        return this;
    }

    public InMemoryClusterView WithLog(string pod, string container, string text, bool previous = false)
    {
        _logs[(pod, container, previous)] = text;
        return this;
    }

    /// <summary>Every read of the kind is answered so.</summary>
    public InMemoryClusterView Answering<T>(LookupStatus status)
    {
        _denied[typeof(T)] = status;
        return this;
    }

    public InMemoryClusterView Answering(Type kind, LookupStatus status)
    {
        _denied[kind] = status;
        return this;
    }

    public InMemoryClusterView AnsweringLogs(LookupStatus status)
    {
        _logDenial = status;
        return this;
    }

    public Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Record($"get {KindOf<T>()} {(ns is null ? name : $"{ns}/{name}")}");
        cancellationToken.ThrowIfCancellationRequested();
        if (_denied.TryGetValue(typeof(T), out var status))
        {
            return Task.FromResult(Answer<T>(status));
        }

        var found = _objects.OfType<T>().FirstOrDefault(o => o.Metadata.NamespaceProperty == ns && o.Metadata.Name == name);
        return Task.FromResult(found is null ? Lookup.Missing<T>($"{KindOf<T>()} \"{name}\" not found") : Lookup.Found(found));
    }

    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Record($"list {KindOf<T>()} {ns ?? "*"} {query.LabelSelector} {query.FieldSelector}".TrimEnd());
        cancellationToken.ThrowIfCancellationRequested();
        if (_denied.TryGetValue(typeof(T), out var status))
        {
            return Task.FromResult(Answer<IReadOnlyList<T>>(status));
        }

        IReadOnlyList<T> found =
        [
            .. _objects.OfType<T>()
                .Where(o => ns is null || o.Metadata.NamespaceProperty == ns)
                .Where(o => SelectorText.MatchesLabels(query.LabelSelector, o.Metadata.Labels))
                .Where(o => SelectorText.MatchesFields(query.FieldSelector, o)),
        ];
        return Task.FromResult(Lookup.Found(found));
    }

    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        Record($"log {query.Namespace}/{query.Pod} {query.Container}{(query.Previous ? " previous" : "")}");
        cancellationToken.ThrowIfCancellationRequested();
        if (_logDenial is { } status)
        {
            return Task.FromResult(Answer<string>(status));
        }

        return Task.FromResult(_logs.TryGetValue((query.Pod, query.Container, query.Previous), out var text)
            ? Lookup.Found(string.Join('\n', text.Split('\n').TakeLast(query.TailLines)))
            : Lookup.Missing<string>($"previous terminated container \"{query.Container}\" in pod \"{query.Pod}\" not found"));
    }

    public Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken)
    {
        Record($"scan {query.Namespace}/{query.Pod} {query.Container}");
        foreach (var text in _logs.GetValueOrDefault((query.Pod, query.Container, query.Previous), "").Split('\n'))
        {
            line(text);
        }

        return Task.FromResult(Lookup.Found("all of it was read"));
    }

    private static Lookup<T> Answer<T>(LookupStatus status)
        where T : class => status switch
        {
            LookupStatus.Missing => Lookup.Missing<T>("not found"),
            LookupStatus.Forbidden => Lookup.Forbidden<T>("User \"system:serviceaccount:cluster-code-system:cluster-code\" cannot read this"),
            LookupStatus.Unavailable => Lookup.Unavailable<T>("the server is currently unable to handle the request"),
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "only refusals can be forced"),
        };

    private static string KindOf<T>() => typeof(T).Name.Replace("Corev1", "", StringComparison.Ordinal).Replace("V1", "", StringComparison.Ordinal);

    private void Record(string request)
    {
        lock (_requests)
        {
            _requests.Add(request);
        }
    }
}
