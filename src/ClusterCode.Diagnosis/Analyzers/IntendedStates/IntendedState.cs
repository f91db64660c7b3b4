using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.IntendedStates;

/// <summary>
/// States that somebody wanted: scaled to zero, paused, suspended. Asked about such a workload itself, or on the way from one that depends on it, that is the answer to
/// "why is nothing running?"; in a look at a whole namespace it is worth knowing and no failure.
/// </summary>
internal static class IntendedState
{
    /// <summary>How much it counts.</summary>
    public static Severity SeverityOf(CaseFile file, WorkloadFacts workload) => workload.IsFollowed || !file.IsNamespaceWide ? Severity.Warning : Severity.Info;

    /// <summary>Such as <c>by kubectl 29 min ago</c>.</summary>
    public static string By(CaseFile file, Changes.LastChange change) =>
        $"{(change.Manager.Length == 0 ? "" : $"by {Wording.Clip(change.Manager, 60)} ")}{Wording.Duration(file.Now.UtcDateTime - change.Time)} ago";
}
