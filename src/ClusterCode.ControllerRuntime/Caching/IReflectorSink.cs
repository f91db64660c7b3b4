using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Takes what a reflector sees.</summary>
internal interface IReflectorSink<T>
    where T : class
{
    /// <summary>All objects there are. What could not be read stays as it was.</summary>
    void Replace(CollectionContents<T> contents);

    /// <summary>An object appeared or changed.</summary>
    void Set(T obj);

    /// <summary>An object is gone; null for its last state when that could not be read.</summary>
    void Remove(ObjectKey key, T? last);
}
