namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>When a key is to be worked on again.</summary>
public readonly record struct KeyReconciliation
{
    private KeyReconciliation(TimeSpan? delay) => Delay = delay;

    /// <summary>The delay; null when only a change calls for more work.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>Nothing to do until something changes.</summary>
    public static KeyReconciliation Done => default;

    /// <summary>Again after <paramref name="delay"/>, or earlier when something changes.</summary>
    public static KeyReconciliation RequeueAfter(TimeSpan delay) => new(delay);
}
