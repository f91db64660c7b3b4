namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>How much a controller may do at once, and for how long.</summary>
/// <param name="MaxConcurrentReconciles">How many keys are worked on at once.</param>
/// <param name="ReconciliationTimeout">After what time a reconciliation is cancelled; null for never.</param>
internal sealed record WorkerLimits(int MaxConcurrentReconciles, TimeSpan? ReconciliationTimeout = null);
