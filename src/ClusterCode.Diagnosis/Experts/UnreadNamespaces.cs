using ClusterCode.Diagnosis.Gathering.Scopes;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>Says which namespaces were not diagnosed, and why: what is not said would pass for healthy.</summary>
internal static class UnreadNamespaces
{
    /// <summary>The sentences; none where all were diagnosed. A namespace in which a selector finds no pod is none of its subject.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<(string Namespace, JudgedCase Case)> judged)
    {
        foreach (var group in judged.Where(j => j.Case.File is null && j.Case.Refusal != ExpertOutcome.TargetNotFound).GroupBy(j => j.Case.Refusal == ExpertOutcome.TargetForbidden))
        {
            var names = group.Select(j => j.Namespace).ToList();
            var which = $"{(names.Count == 1 ? "namespace" : "namespaces")} {ScopeGathering.List(names)}";
            yield return $"Not diagnosed{(group.Key ? ", Forbidden" : "")}: {which} ({group.First().Case.Message?.TrimEnd('.')}).";
        }
    }
}
