using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Experts.Reports;
using ClusterCode.Diagnosis.Failures;
using ClusterCode.Diagnosis.Fingerprints;
using ClusterCode.Diagnosis.Redaction;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>Writes the report: gives ids, bounds and redacts texts, and names the root cause.</summary>
internal sealed class ReportComposer(ISecretRedactor redactor)
{
    /// <summary>Bytes of a title; it stands in a column, in a condition and in an event.</summary>
    private const int TitleBytes = 600;

    /// <summary>Bytes of a message with its notes; it stands in a condition.</summary>
    private const int MessageBytes = 4096;

    /// <summary>Bytes of a finding's explanation.</summary>
    private const int ExplanationBytes = 2048;

    /// <summary>Findings of one report.</summary>
    private const int MaxFindings = 60;

    /// <summary>Causes beside the root.</summary>
    private const int MaxAdditionalCauses = 20;

    /// <summary>Findings below the wanted severity that are named.</summary>
    private const int LesserFindings = 3;

    /// <summary>Composes the report of a case from the ranked roots of its cause graph.</summary>
    public ExpertReport Compose(Severity minSeverity, IReportedCase about, IReadOnlyList<CauseNode> roots)
    {
        var book = new EvidenceBook(redactor);
        var told = roots.Where(r => r.Weight >= minSeverity).ToList();
        return told.Count == 0 ? Healthy(minSeverity, about, roots, book) : Failing(minSeverity, about, told, book);
    }

    /// <summary>The report of a case that there is not.</summary>
    public ExpertReport Refusal(ExpertOutcome outcome, string message) => new() { Outcome = outcome, Message = Message(message) };

    private ExpertReport Failing(Severity minSeverity, IReportedCase about, List<CauseNode> roots, EvidenceBook book)
    {
        var nodes = roots.SelectMany(CauseGraph.Unfold).Where(n => n.Severity >= minSeverity || n.Symptoms.Count > 0).Take(MaxFindings).ToList();
        var ids = nodes.Select((node, index) => (node, Id: string.Create(CultureInfo.InvariantCulture, $"f{index + 1}"))).ToDictionary(p => p.node, p => p.Id);
        var findings = nodes.Select(n => Finding(n, about, ids, book)).ToList();
        var byId = findings.ToDictionary(f => f.Id, StringComparer.Ordinal);
        var causes = roots.Where(ids.ContainsKey).Select(r => Cause(byId[ids[r]])).ToList();
        foreach (var draft in about.Context(roots))
        {
            book.AddContext(draft);
        }

        var root = roots[0];
        return new ExpertReport
        {
            Outcome = root.Draft.Category == CauseCategories.Unknown ? ExpertOutcome.CauseUnknown : ExpertOutcome.CauseFound,
            Message = Message(WithNotes(causes[0].Summary, [.. about.Notes, .. NotListed(roots.Count - 1)])),
            Severity = findings.Max(f => f.Severity),
            RootCause = causes[0],
            AdditionalCauses = [.. causes.Skip(1).Take(MaxAdditionalCauses)],
            Findings = findings,
            Evidence = book.Items,
            Fingerprint = Fingerprint.Of(about.NamespaceOf(root), root.Workload?.Reference ?? root.Draft.Resource, root.Draft.Container, root.Draft.Category, root.Draft.NormalizedMessage),
        };
    }

    private Finding Finding(CauseNode node, IReportedCase about, Dictionary<CauseNode, string> ids, EvidenceBook book) => new()
    {
        Id = ids[node],
        Severity = node.Severity,
        Category = node.Draft.Category,
        Title = Text(about.Title(node), TitleBytes),
        Resource = node.Draft.Resource,
        Explanation = (node.Draft.Explanation ?? FailureCatalog.Find(node.Draft.Category)?.Means) is { } explanation ? Text(explanation, ExplanationBytes) : null,
        Confidence = node.Confidence,
        Evidence = book.Cite(about.Evidence(node)),
        CausedBy = node.Cause is { } cause ? ids.GetValueOrDefault(cause) : null,
        Remediation = node.Draft.Remediation.Count > 0 ? node.Draft.Remediation : Usual(node.Draft.Category),
    };

    private static IReadOnlyList<Remediation> Usual(string category) =>
        FailureCatalog.Find(category) is { } kind ? [new Remediation { Title = kind.ToDo, Risk = RemediationRisk.Low }] : [];

    private static RootCause Cause(Finding finding) => new()
    {
        Summary = finding.Title,
        Category = finding.Category,
        Resource = finding.Resource,
        Confidence = finding.Confidence,
        Evidence = finding.Evidence,
    };

    private ExpertReport Healthy(Severity minSeverity, IReportedCase about, IReadOnlyList<CauseNode> roots, EvidenceBook book)
    {
        var summary = roots.Count == 0
            ? about.Health
            : $"Healthy: nothing is as severe as {minSeverity}; below that: {string.Join("; ", roots.Take(LesserFindings).Select(r => r.Draft.Title))}";
        var evidence = book.Cite(about.HealthEvidence);
        return new ExpertReport
        {
            Outcome = ExpertOutcome.Healthy,
            Message = Message(WithNotes(summary, about.Notes)),
            RootCause = new RootCause
            {
                Summary = TextBounds.Line(summary, TitleBytes),
                Category = CauseCategories.Healthy,
                Resource = about.Subject,
                Confidence = Confidence.High,
                Evidence = evidence,
            },
            Evidence = book.Items,
        };
    }

    private static IEnumerable<string> NotListed(int additional) =>
        additional > MaxAdditionalCauses ? [string.Create(CultureInfo.InvariantCulture, $"{additional - MaxAdditionalCauses} further causes are not listed; diagnose less at once to see them.")] : [];

    private static string WithNotes(string message, IReadOnlyList<string> notes) => notes.Count == 0 ? message : $"{message.TrimEnd('.')}. {string.Join(' ', notes)}";

    // Notes and refusals repeat what the API server, or an object of it, said.
    private string Message(string text) => Text(text, MessageBytes);

    private string Text(string text, int maxBytes) => TextBounds.Line(redactor.Redact(text), maxBytes);
}
