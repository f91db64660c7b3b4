using k8s.Models;

namespace ClusterCode.ControllerRuntime.Conditions;

/// <summary>Reads and changes lists of conditions; the lists themselves are never changed, a new one is returned.</summary>
public static class ConditionSet
{
    /// <summary>The condition of this type, or null.</summary>
    public static V1Condition? Get(IReadOnlyList<V1Condition>? conditions, string type)
    {
        foreach (var condition in conditions ?? [])
        {
            if (string.Equals(condition.Type, type, StringComparison.Ordinal))
                return condition;
        }

        return null;
    }

    /// <summary>Whether there is a condition of this type with status True.</summary>
    public static bool IsTrue(IReadOnlyList<V1Condition>? conditions, string type) => Get(conditions, type)?.Status == ConditionStatus.True;

    /// <summary>The list with the condition set, in its old place or at the end. <c>lastTransitionTime</c> moves only when the status does.</summary>
    /// <param name="conditions">The conditions so far; null for none.</param>
    /// <param name="type">The condition's type.</param>
    /// <param name="status">One of <see cref="ConditionStatus"/>.</param>
    /// <param name="reason">Why, in one CamelCase word.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="observedGeneration">The generation of the spec that this is about.</param>
    /// <param name="now">The time; kept in whole seconds, as the API does.</param>
    public static IReadOnlyList<V1Condition> Set(
        IReadOnlyList<V1Condition>? conditions,
        string type,
        string status,
        string reason,
        string message,
        long? observedGeneration,
        DateTimeOffset now)
    {
        var old = Get(conditions, type);
        var changed = new V1Condition
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = message,
            ObservedGeneration = observedGeneration,
            LastTransitionTime = old is not null && old.Status == status ? old.LastTransitionTime : WholeSeconds(now),
        };
        return old is null
            ? [.. conditions ?? [], changed]
            : [.. conditions!.Select(condition => ReferenceEquals(condition, old) ? changed : condition)];
    }

    /// <summary>The list without the condition.</summary>
    public static IReadOnlyList<V1Condition> Remove(IReadOnlyList<V1Condition>? conditions, string type) =>
        [.. (conditions ?? []).Where(condition => condition.Type != type)];

    private static DateTime WholeSeconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()).UtcDateTime;
}
