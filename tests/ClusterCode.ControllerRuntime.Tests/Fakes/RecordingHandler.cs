using System.Collections.Concurrent;
using ClusterCode.ControllerRuntime.Caching;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>Writes down what it is told, as <c>+name</c>, <c>~name</c>, <c>-name</c>; an exclamation mark stands for the initial list, a question mark for an unknown final state.</summary>
internal sealed class RecordingHandler : IResourceEventHandler<V1ConfigMap>
{
    private readonly ConcurrentQueue<string> _calls = new();

    public string[] Calls => [.. _calls];

    public void OnAdded(V1ConfigMap obj, bool isInInitialList) => _calls.Enqueue($"+{obj.Metadata.Name}{(isInInitialList ? "!" : "")}");

    public void OnUpdated(V1ConfigMap oldObj, V1ConfigMap newObj) => _calls.Enqueue($"~{newObj.Metadata.Name}");

    public void OnDeleted(V1ConfigMap lastKnown, bool isFinalStateUnknown) => _calls.Enqueue($"-{lastKnown.Metadata.Name}{(isFinalStateUnknown ? "?" : "")}");
}
