using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.Llm.Probing;
using ClusterCode.Operator.Diagnoses;

namespace ClusterCode.Operator.Backends;

/// <summary>Writes what a probe showed into an LlmBackend's status. Pure; a probe that shows nothing new gives an equal status, which is not written.</summary>
internal static class BackendStatus
{
    /// <summary>A latency that differs by less than this factor is noise and not written anew.</summary>
    private const double LatencyNoise = 2;

    /// <summary>Nor is one that differs by fewer milliseconds: beside a model's answer, which takes seconds, they are nothing.</summary>
    private const long NegligibleMs = 100;

    public static LlmBackendStatus Of(LlmBackend backend, ProbeResult result, DateTimeOffset now)
    {
        var before = backend.Status ?? new LlmBackendStatus();
        var conditions = ConditionSet.Set(
            before.Conditions, ConditionTypes.Ready, result.Ready ? ConditionStatus.True : ConditionStatus.False,
            result.Reason, result.Message, backend.Metadata.Generation, now);
        conditions = result.Reason == ConditionReasons.InvalidSpec
            ? ConditionSet.Set(conditions, ConditionTypes.Stalled, ConditionStatus.True, result.Reason, result.Message, backend.Metadata.Generation, now)
            : ConditionSet.Remove(conditions, ConditionTypes.Stalled);
        var after = before with
        {
            ObservedGeneration = backend.Metadata.Generation,
            LastHandledRequestedAt = DiagnosisState.RequestedAt(backend.Metadata),
            Conditions = conditions,
            ServerVersion = result.ServerVersion,
            Models = result.Models,
            ContextWindow = result.ContextWindow,
            Capabilities = result.Capabilities,
            Pull = result.Pull,
            LatencyMs = Latency(before.LatencyMs, result.Latency),
        };
        return SameBesidesTime(before, after) ? before : after with { LastProbeTime = AnalysisStatus.Whole(now) };
    }

    private static bool SameBesidesTime(LlmBackendStatus before, LlmBackendStatus after) =>
        before.Conditions.SequenceEqual(after.Conditions)
        && before.Models.SequenceEqual(after.Models)
        && (before.Capabilities?.RejectedFields ?? []).SequenceEqual(after.Capabilities?.RejectedFields ?? [])
        && WithoutLists(before) == WithoutLists(after);

    // Lists are compared by what they hold.
    private static LlmBackendStatus WithoutLists(LlmBackendStatus status) =>
        status with { Conditions = [], Models = [], Capabilities = status.Capabilities is { } known ? known with { RejectedFields = null } : null };

    private static long? Latency(long? before, TimeSpan? measured)
    {
        if (measured is not { } latency)
            return null;
        var now = Math.Max(1, (long)latency.TotalMilliseconds);
        return before is { } old && (Math.Abs(now - old) < NegligibleMs || (now < old * LatencyNoise && old < now * LatencyNoise)) ? old : now;
    }
}
