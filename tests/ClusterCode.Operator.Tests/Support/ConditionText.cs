using k8s.Models;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Writes conditions as <c>Type=Status Reason: Message</c>, one a line, in the order of their types.</summary>
internal static class ConditionText
{
    public static IEnumerable<string> Of(IReadOnlyList<V1Condition>? conditions) =>
        (conditions ?? []).OrderBy(condition => condition.Type, StringComparer.Ordinal).Select(condition => $"{condition.Type}={condition.Status} {condition.Reason}: {condition.Message}");

    public static IEnumerable<string> Reasons(IReadOnlyList<V1Condition>? conditions) =>
        (conditions ?? []).OrderBy(condition => condition.Type, StringComparer.Ordinal).Select(condition => $"{condition.Type}={condition.Status} {condition.Reason}");
}
