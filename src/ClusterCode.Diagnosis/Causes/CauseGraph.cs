using ClusterCode.Api.Findings;
namespace ClusterCode.Diagnosis.Causes;

/// <summary>Tells causes from symptoms: merges what replicas show alike, links symptoms to causes by <see cref="CausalRelations"/>, and ranks the roots.</summary>
internal static class CauseGraph
{
    /// <summary>The roots, the one that explains most first; each with its symptoms.</summary>
    public static IReadOnlyList<CauseNode> Build(IEnumerable<CaseFinding> findings)
    {
        var nodes = findings
            .GroupBy(f => (f.Workload?.Reference, f.Draft.Category, f.Draft.Container, f.Draft.Resource, Message(f)))
            .Select(g => new CauseNode([.. g]))
            .ToList();
        foreach (var symptom in nodes)
        {
            if (CauseOf(symptom, nodes) is { } cause)
            {
                symptom.Cause = cause;
                cause.Symptoms.Add(symptom);
            }
        }

        JoinAtClusterObjects(nodes);
        return [.. Ranked(nodes.Where(n => n.Cause is null && n.Concerns))];
    }

    // One node that fails is one failure, however many workloads, in however many namespaces, show it.
    private static void JoinAtClusterObjects(List<CauseNode> nodes)
    {
        var shared = nodes
            .Where(n => n.Cause is null && n.Draft.Resource.Namespace is null && n.Draft.Category != CauseCategories.Unknown)
            .GroupBy(n => (n.Draft.Category, n.Draft.Resource.Kind, n.Draft.Resource.Name))
            .ToList();
        foreach (var group in shared)
        {
            var first = Ranked(group).First();
            foreach (var other in group.Where(n => !ReferenceEquals(n, first)))
            {
                other.Cause = first;
                first.Symptoms.Add(other);
            }
        }
    }

    /// <summary>A root and what it causes, causes before their symptoms.</summary>
    public static IEnumerable<CauseNode> Unfold(CauseNode node) => Ranked(node.Symptoms).SelectMany(Unfold).Prepend(node);

    // Replicas that fail in one category with one message are one finding; one container may, in different pods, fail with different errors.
    private static string? Message(CaseFinding finding) => finding.Draft.NormalizedMessage;

    private static CauseNode? CauseOf(CauseNode symptom, List<CauseNode> nodes) => symptom.Draft.KeepsPod ? null
        : nodes.Find(n => n.Draft.KeepsPod && IsNear(n, symptom, CauseScope.Pod))
        ?? Ranked(nodes.Where(n => IsBehind(n, symptom))).FirstOrDefault() ?? CauseByKind(symptom, nodes);

    // What a finding depends on by name is a surer relation than what usually causes its kind. A symptom that nobody can explain explains nothing.
    private static bool IsBehind(CauseNode cause, CauseNode symptom) =>
        symptom.Draft.Behind.Count > 0
        && !ReferenceEquals(cause, symptom)
        && cause.Draft.Category != CauseCategories.Unknown
        && (cause.Severity > Severity.Info || CausalRelations.IsIntended(cause.Draft.Category))
        && symptom.Draft.Behind.Any(b => IsSame(b, cause.Draft.Resource) || (cause.Workload is { } workload && IsSame(b, workload.Reference)))
        && !Leads(cause, symptom);

    private static bool IsSame(ResourceReference one, ResourceReference other) =>
        one.Kind == other.Kind && one.Name == other.Name && one.Namespace == other.Namespace;

    private static CauseNode? CauseByKind(CauseNode symptom, List<CauseNode> nodes) => CausalRelations.All
        .Where(r => r.Symptom == symptom.Draft.Category)
        .Select(r => Ranked(nodes.Where(n => Explains(n, symptom, r))).FirstOrDefault())
        .FirstOrDefault(n => n is not null);

    private static bool Explains(CauseNode cause, CauseNode symptom, CausalRelation relation) =>
        !ReferenceEquals(cause, symptom)
        && cause.Draft.Category != symptom.Draft.Category
        && (relation.Causes.Length == 0 || relation.Causes.Contains(cause.Draft.Category, StringComparer.Ordinal))
        && IsNear(cause, symptom, relation.Scope)
        && !Leads(cause, symptom);

    private static bool IsNear(CauseNode cause, CauseNode symptom, CauseScope scope) => cause.Workload is { } workload && workload.Reference == symptom.Workload?.Reference && scope switch
    {
        // A finding about the whole pod explains what its containers do.
        CauseScope.Container => cause.Draft.Container == symptom.Draft.Container
            || (cause.Draft.Container is null && cause.Pods.Count > 0 && symptom.Pods.Overlaps(cause.Pods)),
        CauseScope.Pod => cause.Pods.Count == 0 || symptom.Pods.Count == 0 || symptom.Pods.Overlaps(cause.Pods),
        _ => true,
    };

    // Already caused, directly or not, by the one that would become its symptom.
    private static bool Leads(CauseNode node, CauseNode to)
    {
        for (var above = node.Cause; above is not null; above = above.Cause)
        {
            if (ReferenceEquals(above, to))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<CauseNode> Ranked(IEnumerable<CauseNode> nodes) => nodes
        .OrderByDescending(n => n.Weight)
        .ThenByDescending(n => n.Explained)
        .ThenByDescending(n => CausalRelations.Specificity(n.Draft.Category))
        .ThenByDescending(n => n.Confidence)
        .ThenByDescending(n => n.Pods.Count)
        .ThenBy(n => n.Draft.Title, StringComparer.Ordinal);
}
