using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Metadata;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Failures;

/// <summary>
/// Holds a policy to its <c>maxConcurrent</c>. The cache shows a created diagnosis only a moment later, so what was let through meanwhile is remembered here.
/// </summary>
internal sealed class DiagnosisBudget(IInformer<DiagnosisRequest> diagnoses, TimeProvider clock)
{
    /// <summary>Index of DiagnosisRequests by the policy that made them.</summary>
    public const string ByPolicy = "policy";

    /// <summary>The cache lags less than this. A diagnosis that it still does not show was deleted meanwhile, and must not count for ever.</summary>
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, (string Policy, DateTimeOffset Since)> _creating = [];

    // Who was turned away, by policy, in the order in which they came.
    private readonly Dictionary<string, OrderedDictionary<WorkloadKey, byte>> _waiting = [];

    /// <summary>The policy that made a DiagnosisRequest; empty for one that a user made.</summary>
    public static IEnumerable<string> IndexKeys(DiagnosisRequest diagnosis) =>
        diagnosis.Metadata.Labels?.TryGetValue(LabelNames.Policy, out var policy) == true ? [policy] : [];

    /// <summary>
    /// True where one more diagnosis of the policy may begin; it then counts as begun until <see cref="Forget"/> or the cache shows it. Else the workload waits until <see cref="Next"/> names it.
    /// </summary>
    public bool TryBegin(string policy, int maxConcurrent, ObjectKey diagnosis, WorkloadKey workload)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var (seen, _) in _creating.Where(entry => now - entry.Value.Since > LongestLag || diagnoses.Store.Get(entry.Key) is not null).ToList())
                _creating.Remove(seen);
            var active = diagnoses.Store.ByIndex(ByPolicy, policy).Count(AwaitsRootCause) + _creating.Values.Count(creating => creating.Policy == policy);
            var waiting = _waiting.TryGetValue(policy, out var known) ? known : _waiting[policy] = [];
            if (active >= maxConcurrent)
            {
                waiting.TryAdd(workload, 0);
                return false;
            }

            waiting.Remove(workload);
            _creating[diagnosis] = (policy, now);
            return true;
        }
    }

    /// <summary>The workload that has waited longest for a diagnosis of this one's policy to find its root cause, if this one has.</summary>
    public IEnumerable<WorkloadKey> Next(DiagnosisRequest diagnosis)
    {
        if (AwaitsRootCause(diagnosis) && diagnosis.Metadata.DeletionTimestamp is null)
            return [];
        lock (_lock)
        {
            if (IndexKeys(diagnosis).FirstOrDefault() is not { } policy || !_waiting.TryGetValue(policy, out var waiting) || waiting.Count == 0)
                return [];
            var next = waiting.GetAt(0).Key;
            waiting.RemoveAt(0);
            return [next];
        }
    }

    /// <summary>The diagnosis could not be created after all.</summary>
    public void Forget(ObjectKey diagnosis)
    {
        lock (_lock)
            _creating.Remove(diagnosis);
    }

    /// <summary>The diagnosis is under way.</summary>
    public static bool IsActive(DiagnosisRequest diagnosis) =>
        diagnosis.Status?.Phase is not (DiagnosisPhase.Completed or DiagnosisPhase.Failed);

    /// <summary>The root cause is not found yet. A diagnosis that only waits for a slow model takes no other failure's place: the model has limits of its own.</summary>
    private static bool AwaitsRootCause(DiagnosisRequest diagnosis) =>
        IsActive(diagnosis) && diagnosis.Status?.Phase != DiagnosisPhase.Explaining;
}
