using System.Collections.Frozen;

namespace ClusterCode.Diagnosis.Analyzers.Conditions;

/// <summary>
/// What types of conditions mean. Sources: kstatus (Ready, Reconciling, Stalled), the API conventions (positive and negative polarity), Gateway API
/// (Accepted, ResolvedRefs, Programmed, Conflicted), cert-manager, Crossplane (Synced), Argo CD (types that end in Error and have no status).
/// </summary>
internal static class ConditionTypes
{
    /// <summary>Good when True.</summary>
    private static readonly FrozenSet<string> Positive = new[]
    {
        "Ready", "Available", "Healthy", "Accepted", "ResolvedRefs", "Programmed", "Synced", "Established", "NamesAccepted", "Reconciled", "Valid", "Installed", "Released",
        "SourceVerified", "ArtifactInStorage", "FetchedArtifact", "Provisioned", "Resolved", "Bound",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Bad when True.</summary>
    private static readonly FrozenSet<string> Negative = new[]
    {
        "Stalled", "Degraded", "Failed", "Failing", "Failure", "Unhealthy", "Invalid", "InvalidRequest", "Conflicted", "Denied", "Error", "NonStructuralSchema", "FetchFailed",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Only sums up what others say in particular.</summary>
    private static readonly FrozenSet<string> Summary = new[] { "Ready", "Available", "Healthy" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] FailureEndings = ["Error", "Failed", "Failure"];

    /// <summary>Whether the condition says that something is wrong.</summary>
    public static bool IsBad(ObjectCondition condition) => condition.Status switch
    {
        "False" => Positive.Contains(condition.Type),
        "True" => Negative.Contains(condition.Type) || EndsInFailure(condition.Type),
        null => EndsInFailure(condition.Type) || condition.Type.EndsWith("Invalid", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether a controller is at work on the object; then False may only mean "not yet".</summary>
    public static bool IsAtWork(ObjectCondition condition) =>
        condition is { Status: "True", Type: "Reconciling" or "Progressing" or "Issuing" or "Creating" or "Updating" } or { Status: "False", Reason: "Progressing" or "Pending" or "Reconciling" };

    /// <summary>How much it tells: a particular cause before a sum.</summary>
    public static int Rank(ObjectCondition condition) =>
        (string.IsNullOrWhiteSpace(condition.Message) ? 4 : 0) + (Summary.Contains(condition.Type) ? 2 : 0) + (condition.Type == "Stalled" ? 1 : 0);

    /// <summary>Whether the object does not do its work at all.</summary>
    public static bool IsCritical(ObjectCondition condition) => !condition.Type.Equals("Degraded", StringComparison.OrdinalIgnoreCase);

    private static bool EndsInFailure(string type) => FailureEndings.Any(e => type.Length > e.Length && type.EndsWith(e, StringComparison.Ordinal));
}
