using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Metadata;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;

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

    /// <summary>The policy that made a DiagnosisRequest; empty for one that a user made.</summary>
    public static IEnumerable<string> IndexKeys(DiagnosisRequest diagnosis) =>
        diagnosis.Metadata.Labels?.TryGetValue(LabelNames.Policy, out var policy) == true ? [policy] : [];

    /// <summary>True where one more diagnosis of the policy may begin; it then counts as begun until <see cref="Forget"/> or the cache shows it.</summary>
    public bool TryBegin(string policy, int maxConcurrent, ObjectKey diagnosis)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var (seen, _) in _creating.Where(entry => now - entry.Value.Since > LongestLag || diagnoses.Store.Get(entry.Key) is not null).ToList())
                _creating.Remove(seen);
            var active = diagnoses.Store.ByIndex(ByPolicy, policy).Count(AwaitsRootCause) + _creating.Values.Count(creating => creating.Policy == policy);
            if (active >= maxConcurrent)
                return false;
            _creating[diagnosis] = (policy, now);
            return true;
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
