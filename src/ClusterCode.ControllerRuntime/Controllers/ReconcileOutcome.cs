namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>How one round of work ended that did not throw.</summary>
/// <param name="RequeueAfter">When to look again; null when only a change calls for it, or on failure after a growing delay.</param>
/// <param name="FailureMessage">What went wrong; null on success.</param>
/// <param name="Error">The exception behind a failure, if any.</param>
internal readonly record struct ReconcileOutcome(TimeSpan? RequeueAfter, string? FailureMessage = null, Exception? Error = null);
