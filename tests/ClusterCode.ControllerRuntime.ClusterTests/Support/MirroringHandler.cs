using System.Collections.Concurrent;
using System.Globalization;
using ClusterCode.ControllerRuntime.Caching;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.ClusterTests.Support;

/// <summary>Knows only what it is told, and notes what cannot be true.</summary>
internal sealed class MirroringHandler : IResourceEventHandler<V1ConfigMap>
{
    private readonly ConcurrentDictionary<string, V1ObjectMeta> _known = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    public ConcurrentQueue<string> Contradictions { get; } = new();

    /// <summary>Name and version of every object.</summary>
    public IReadOnlyDictionary<string, string> Known => _known.ToDictionary(pair => pair.Key, pair => pair.Value.ResourceVersion);

    /// <summary>Completes when an object of this name has been told of as there.</summary>
    public Task ToldOfAsync(string name, CancellationToken cancellationToken) => Awaited(name).WaitAsync(cancellationToken);

    /// <summary>Completes when an object of this name has been told of as gone.</summary>
    public Task ToldGoneAsync(string name, CancellationToken cancellationToken) => Awaited("-" + name).WaitAsync(cancellationToken);

    public void OnAdded(V1ConfigMap obj, bool isInInitialList)
    {
        if (!_known.TryAdd(obj.Metadata.Name, obj.Metadata))
            Contradictions.Enqueue($"{obj.Metadata.Name} was added twice");
        Awaited(obj.Metadata.Name, complete: true);
    }

    public void OnUpdated(V1ConfigMap oldObj, V1ConfigMap newObj)
    {
        var (name, version) = (newObj.Metadata.Name, newObj.Metadata.ResourceVersion);
        if (!_known.TryGetValue(name, out var known) || known.Uid != newObj.Metadata.Uid || known.ResourceVersion != oldObj.Metadata.ResourceVersion)
            Contradictions.Enqueue($"{name} was updated from {oldObj.Metadata.ResourceVersion} to {version}, known was {known?.ResourceVersion}");
        if (Number(version) < Number(oldObj.Metadata.ResourceVersion))
            Contradictions.Enqueue($"{name} went back from {oldObj.Metadata.ResourceVersion} to {version}");
        _known[name] = newObj.Metadata;
    }

    public void OnDeleted(V1ConfigMap lastKnown, bool isFinalStateUnknown)
    {
        if (!_known.TryRemove(lastKnown.Metadata.Name, out _))
            Contradictions.Enqueue($"{lastKnown.Metadata.Name} was deleted and had not been there");
        Awaited("-" + lastKnown.Metadata.Name, complete: true);
    }

    private Task Awaited(string what, bool complete = false)
    {
        var source = _awaited.GetOrAdd(what, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (complete)
            source.TrySetResult();
        return source.Task;
    }

    // The tests' own etcd counts versions up; the runtime never compares them.
    private static long Number(string version) => long.Parse(version, CultureInfo.InvariantCulture);
}
