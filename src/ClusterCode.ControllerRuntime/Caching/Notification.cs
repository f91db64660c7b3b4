using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>One call to a handler that is still to be made.</summary>
internal readonly record struct Notification<T>(ObjectKey Key, T? Old, T? New, bool Flag)
    where T : class
{
    /// <summary>Marks the end of the initial list.</summary>
    public static Notification<T> Synced => default;

    public bool IsSynced => Old is null && New is null;

    public static Notification<T> Added(ObjectKey key, T obj, bool isInInitialList) => new(key, null, obj, isInInitialList);

    public static Notification<T> Updated(ObjectKey key, T old, T obj) => new(key, old, obj, false);

    public static Notification<T> Deleted(ObjectKey key, T last, bool isFinalStateUnknown) => new(key, last, null, isFinalStateUnknown);
}
