namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>One call to a handler that is still to be made.</summary>
internal readonly record struct Notification<T>(T? Old, T? New, bool Flag)
    where T : class
{
    /// <summary>Marks the end of the initial list.</summary>
    public static Notification<T> Synced => default;

    public static Notification<T> Added(T obj, bool isInInitialList) => new(null, obj, isInInitialList);

    public static Notification<T> Updated(T old, T obj) => new(old, obj, false);

    public static Notification<T> Deleted(T last, bool isFinalStateUnknown) => new(last, null, isFinalStateUnknown);
}
