using System.Text.RegularExpressions;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Conditions;

/// <summary>Reads and changes lists of conditions; the lists themselves are never changed, a new one is returned.</summary>
public static partial class ConditionSet
{
    /// <summary>How many characters the API accepts as a message; what is longer is cut.</summary>
    public const int LongestMessage = 32768;

    /// <summary>How many characters the API accepts as a reason.</summary>
    public const int LongestReason = 1024;

    /// <summary>How many characters the API accepts as a type.</summary>
    public const int LongestType = 316;

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

    /// <summary>
    /// The list with the condition set, in its old place or at the end. <c>lastTransitionTime</c> moves only when the status does. A message that is too long is cut; any other
    /// value that the API would refuse, and the whole status with it, is an error here already.
    /// </summary>
    /// <param name="conditions">The conditions so far; null for none.</param>
    /// <param name="type">The condition's type.</param>
    /// <param name="status">One of <see cref="ConditionStatus"/>.</param>
    /// <param name="reason">Why, in one CamelCase word: letters, digits and <c>_ , :</c>, beginning with a letter and not ending with a comma or a colon.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="observedGeneration">The generation of the spec that this is about.</param>
    /// <param name="now">The time; kept in whole seconds, as the API does.</param>
    /// <exception cref="ArgumentException">The type, status, reason or generation is none that the API accepts.</exception>
    public static IReadOnlyList<V1Condition> Set(
        IReadOnlyList<V1Condition>? conditions,
        string type,
        string status,
        string reason,
        string message,
        long? observedGeneration,
        DateTimeOffset now)
    {
        Require(TypePattern.IsMatch(type) && type.Length <= LongestType, type, nameof(type));
        Require(status is ConditionStatus.True or ConditionStatus.False or ConditionStatus.Unknown, status, nameof(status));
        Require(ReasonPattern.IsMatch(reason) && reason.Length <= LongestReason, reason, nameof(reason));
        ArgumentNullException.ThrowIfNull(message);
        if (observedGeneration is { } generation)
            ArgumentOutOfRangeException.ThrowIfNegative(generation, nameof(observedGeneration));
        var old = Get(conditions, type);
        var changed = new V1Condition
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = Cut(message),
            ObservedGeneration = observedGeneration,
            LastTransitionTime = old?.Status == status && old.LastTransitionTime != default ? old.LastTransitionTime : WholeSeconds(now),
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

    private static void Require(bool isAccepted, string value, string parameter)
    {
        if (!isAccepted)
            throw new ArgumentException($"The API refuses a condition with the {parameter} '{value}'.", parameter);
    }

    // The API counts code points. This counts at least as many, and leaves none cut in half.
    private static string Cut(string message)
    {
        if (message.Length <= LongestMessage)
            return message;
        var end = LongestMessage - 1;
        return string.Concat(message.AsSpan(0, char.IsHighSurrogate(message[end - 1]) ? end - 1 : end), "…");
    }

    [GeneratedRegex(@"\A([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])\z")]
    private static partial Regex TypePattern { get; }

    [GeneratedRegex(@"\A[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?\z")]
    private static partial Regex ReasonPattern { get; }
}
