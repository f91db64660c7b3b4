using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Objects;
using ClusterCode.Diagnosis.Gathering.Scopes;

namespace ClusterCode.Diagnosis.Experts.Reports;

/// <summary>The cases of several namespaces. Names are the same in many of them, so each sentence and each source says which one it is about.</summary>
internal sealed class MergedCases(DiagnosisSubject subject, IReadOnlyList<CaseFile> files, IReadOnlyList<string> notes) : IReportedCase
{
    /// <summary>Objects that stand in no namespace, as sources of evidence name them.</summary>
    private static readonly string[] ClusterScoped = [.. ObjectKinds.All.Where(k => !k.IsNamespaced).Select(k => $"{k.Kind.ToLowerInvariant()}/")];

    /// <inheritdoc />
    public IReadOnlyList<string> Notes { get; } = [.. notes, .. OfCases(files)];

    /// <inheritdoc />
    public ResourceReference Subject => files is [var only]
        ? new ResourceReference { ApiVersion = "v1", Kind = "Namespace", Name = only.Namespace }
        : new ResourceReference { ApiVersion = "v1", Kind = "Namespace", Name = "*" };

    /// <inheritdoc />
    public string Health
    {
        get
        {
            var workloads = files.SelectMany(f => f.Workloads).ToList();
            var where = Wording.Count(files.Count, "namespace");
            return workloads.Count == 0
                ? $"Healthy: {where} without workloads"
                : $"{HealthSummary.Of(files[0] with { Workloads = workloads, Objects = [] })}, in {where}";
        }
    }

    /// <inheritdoc />
    public IEnumerable<EvidenceDraft> HealthEvidence => [];

    /// <inheritdoc />
    public string NamespaceOf(CauseNode node) => Own(node) ?? subject.Namespace;

    /// <inheritdoc />
    public string Title(CauseNode node)
    {
        var title = FindingTitle.OfMany(node);
        return Own(node) is { } ns && !Names(title, ns) ? $"Namespace {ns}: {title}" : title;
    }

    /// <inheritdoc />
    public IEnumerable<EvidenceDraft> Evidence(CauseNode node) => Own(node) is { } ns ? node.Evidence.Select(e => In(ns, e)) : node.Evidence;

    /// <inheritdoc />
    public IEnumerable<EvidenceDraft> Context(IReadOnlyList<CauseNode> roots) => roots
        .Select(Own)
        .Distinct(StringComparer.Ordinal)
        .SelectMany(ns => files.Where(f => f.Namespace == ns))
        .SelectMany(f => ContextEvidence.Of(f).Select(e => In(f.Namespace, e)));

    private static string? Own(CauseNode node) => node.Workload?.Reference.Namespace ?? node.Draft.Resource.Namespace;

    private static EvidenceDraft In(string ns, EvidenceDraft draft) =>
        ClusterScoped.Any(kind => draft.Source.StartsWith(kind, StringComparison.Ordinal) || draft.Source.Contains($" on {kind}", StringComparison.Ordinal))
            ? draft
            : draft with { Source = $"namespace/{ns} {draft.Source}" };

    // "shop/settings" and "namespace shop" name it; a container called shop does not.
    private static bool Names(string title, string ns) =>
        title.Contains($" {ns}/", StringComparison.Ordinal) || title.Contains($"amespace {ns} ", StringComparison.Ordinal);

    private static IEnumerable<string> OfCases(IReadOnlyList<CaseFile> files)
    {
        foreach (var same in files.SelectMany(f => f.Notes.Select(n => (Note: n, f.Namespace))).GroupBy(n => n.Note, StringComparer.Ordinal))
        {
            var names = same.Select(n => n.Namespace).Distinct(StringComparer.Ordinal).ToList();
            yield return names.Count == files.Count ? same.Key : $"In {ScopeGathering.List(names)}: {same.Key}";
        }
    }
}
