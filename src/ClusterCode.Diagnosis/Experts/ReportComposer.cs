using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Failures;
using ClusterCode.Diagnosis.Fingerprints;
using ClusterCode.Diagnosis.Gathering;
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

    /// <summary>Pods that show that a workload is healthy.</summary>
    private const int PodsOfHealth = 3;

    /// <summary>Composes the report of a case from the ranked roots of its cause graph.</summary>
    public ExpertReport Compose(DiagnosisSubject subject, CaseFile file, IReadOnlyList<CauseNode> roots)
    {
        var book = new EvidenceBook(redactor);
        var told = roots.Where(r => r.Weight >= subject.MinSeverity).ToList();
        return told.Count == 0 ? Healthy(subject, file, roots, book) : Failing(subject, file, told, book);
    }

    private ExpertReport Failing(DiagnosisSubject subject, CaseFile file, List<CauseNode> roots, EvidenceBook book)
    {
        var nodes = roots.SelectMany(CauseGraph.Unfold).Where(n => n.Severity >= subject.MinSeverity || n.Symptoms.Count > 0).Take(MaxFindings).ToList();
        var ids = nodes.Select((node, index) => (node, Id: string.Create(CultureInfo.InvariantCulture, $"f{index + 1}"))).ToDictionary(p => p.node, p => p.Id);
        var findings = nodes.Select(n => Finding(n, file, ids, book)).ToList();
        var byId = findings.ToDictionary(f => f.Id, StringComparer.Ordinal);
        var causes = roots.Where(ids.ContainsKey).Select(r => Cause(byId[ids[r]])).ToList();
        foreach (var draft in ContextEvidence.Of(file))
        {
            book.AddContext(draft);
        }

        var root = roots[0];
        return new ExpertReport
        {
            Outcome = root.Draft.Category == CauseCategories.Unknown ? ExpertOutcome.CauseUnknown : ExpertOutcome.CauseFound,
            Message = Message(WithNotes(causes[0].Summary, file)),
            Severity = findings.Max(f => f.Severity),
            RootCause = causes[0],
            AdditionalCauses = [.. causes.Skip(1).Take(MaxAdditionalCauses)],
            Findings = findings,
            Evidence = book.Items,
            Fingerprint = Fingerprint.Of(file.Namespace, root.Workload?.Reference ?? root.Draft.Resource, root.Draft.Container, root.Draft.Category, root.Draft.NormalizedMessage),
        };
    }

    private Finding Finding(CauseNode node, CaseFile file, Dictionary<CauseNode, string> ids, EvidenceBook book) => new()
    {
        Id = ids[node],
        Severity = node.Severity,
        Category = node.Draft.Category,
        Title = Text(FindingTitle.Of(node, file), TitleBytes),
        Resource = node.Draft.Resource,
        Explanation = (node.Draft.Explanation ?? FailureCatalog.Find(node.Draft.Category)?.Means) is { } explanation ? Text(explanation, ExplanationBytes) : null,
        Confidence = node.Confidence,
        Evidence = book.Cite(node.Evidence),
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

    private ExpertReport Healthy(DiagnosisSubject subject, CaseFile file, IReadOnlyList<CauseNode> roots, EvidenceBook book)
    {
        var summary = roots.Count == 0
            ? HealthSummary.Of(file)
            : $"Healthy: nothing is as severe as {subject.MinSeverity}; below that: {string.Join("; ", roots.Take(PodsOfHealth).Select(r => r.Draft.Title))}";
        var evidence = book.Cite(file.Workloads.SelectMany(w => w.Pods).Take(PodsOfHealth).SelectMany(p => p.Containers.Where(c => c.Status is not null).Select(c => ContextEvidence.State(p, c))));
        return new ExpertReport
        {
            Outcome = ExpertOutcome.Healthy,
            Message = Message(WithNotes(summary, file)),
            RootCause = new RootCause
            {
                Summary = TextBounds.Line(summary, TitleBytes),
                Category = CauseCategories.Healthy,
                Resource = Resource(subject, file),
                Confidence = Confidence.High,
                Evidence = evidence,
            },
            Evidence = book.Items,
        };
    }

    private static ResourceReference Resource(DiagnosisSubject subject, CaseFile file) => subject.Target is { } target
        ? new ResourceReference { ApiVersion = target.ApiVersion, Kind = target.Kind, Namespace = file.Namespace, Name = target.Name }
        : file.Workloads is [var only] ? only.Reference
        : new ResourceReference { ApiVersion = "v1", Kind = "Namespace", Name = file.Namespace };

    private static string WithNotes(string message, CaseFile file) => file.Notes.Count == 0 ? message : $"{message.TrimEnd('.')}. {string.Join(' ', file.Notes)}";

    /// <summary>A message of a report: notes and refusals repeat what the API server, or an object of it, said.</summary>
    public string Message(string text) => Text(text, MessageBytes);

    private string Text(string text, int maxBytes) => TextBounds.Line(redactor.Redact(text), maxBytes);
}
