using ClusterCode.Api.Conditions;
using ClusterCode.ControllerRuntime.Conditions;
using k8s.Models;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>A DiagnosisRequest's conditions while they are being changed. Conditions of other controllers stay as they are.</summary>
internal sealed class DiagnosisConditions(IReadOnlyList<V1Condition> conditions, long? generation, DateTimeOffset now)
{
    /// <summary>The API server refuses longer messages.</summary>
    private const int LongestMessage = 4096;

    private IReadOnlyList<V1Condition> _conditions = conditions;

    /// <summary>The conditions as they are now.</summary>
    public IReadOnlyList<V1Condition> ToList() => _conditions;

    public DiagnosisConditions True(string type, string reason, string message) => Set(type, ConditionStatus.True, reason, message);

    public DiagnosisConditions False(string type, string reason, string message) => Set(type, ConditionStatus.False, reason, message);

    public DiagnosisConditions Unknown(string type, string reason, string message) => Set(type, ConditionStatus.Unknown, reason, message);

    public DiagnosisConditions Without(params ReadOnlySpan<string> types)
    {
        foreach (var type in types)
            _conditions = ConditionSet.Remove(_conditions, type);
        return this;
    }

    /// <summary>Done: Ready, and neither Reconciling nor Stalled.</summary>
    public DiagnosisConditions Complete(string message) =>
        True(ConditionTypes.Ready, ConditionReasons.DiagnosisComplete, message).Without(ConditionTypes.Reconciling, ConditionTypes.Stalled);

    /// <summary>Cannot go on without a change by a person.</summary>
    public DiagnosisConditions Stalled(string reason, string message) =>
        False(ConditionTypes.Ready, reason, message).True(ConditionTypes.Stalled, reason, message).Without(ConditionTypes.Reconciling);

    private DiagnosisConditions Set(string type, string status, string reason, string message)
    {
        var bounded = message.Length > LongestMessage ? message[..(LongestMessage - 1)] + "…" : message;
        _conditions = ConditionSet.Set(_conditions, type, status, reason, bounded, generation, now);
        return this;
    }
}
