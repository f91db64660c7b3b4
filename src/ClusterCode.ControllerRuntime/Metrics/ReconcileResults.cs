namespace ClusterCode.ControllerRuntime.Metrics;

/// <summary>The values of the label <c>result</c>, in controller-runtime's words.</summary>
internal static class ReconcileResults
{
    /// <summary>Done until something changes.</summary>
    public const string Success = "success";

    /// <summary>It failed.</summary>
    public const string Error = "error";

    /// <summary>Done; it asked to be called again later.</summary>
    public const string RequeueAfter = "requeue_after";

    /// <summary>No failure, but it must be called again soon: somebody else wrote first.</summary>
    public const string Requeue = "requeue";

    public static IReadOnlyList<string> All { get; } = [Success, Error, RequeueAfter, Requeue];
}
