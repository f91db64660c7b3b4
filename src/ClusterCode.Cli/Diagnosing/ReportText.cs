using System.Text;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Cli.Diagnosing;

/// <summary>Writes a report for people: the cause first, then how it is proved, then what to do. Pure.</summary>
internal static class ReportText
{
    /// <summary>The text, ending with a line break.</summary>
    public static string Of(ExpertReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(report.RootCause?.Summary ?? report.Message);
        if (report.RootCause is { } cause && report.Severity is { } severity)
            text.AppendLine($"  {severity}, {cause.Category}, confidence {cause.Confidence}, {cause.Resource}");
        foreach (var further in report.AdditionalCauses)
            text.AppendLine().AppendLine($"Also: {further.Summary}").AppendLine($"  {further.Category}, confidence {further.Confidence}, {further.Resource}");
        AppendEvidence(text, report);
        AppendRemediation(text, report.Findings);
        return text.ToString();
    }

    private static void AppendEvidence(StringBuilder text, ExpertReport report)
    {
        var cited = report.Findings.SelectMany(finding => finding.Evidence).ToHashSet();
        var shown = report.Evidence.Where(item => cited.Contains(item.Id)).ToList();
        if (shown.Count == 0)
            return;
        text.AppendLine().AppendLine("Evidence:");
        foreach (var item in shown)
            text.AppendLine($"  [{item.Id}] {item.Source}").AppendLine($"      {item.Text.ReplaceLineEndings("\n      ")}");
    }

    private static void AppendRemediation(StringBuilder text, IReadOnlyList<Finding> findings)
    {
        var proposals = findings.SelectMany(finding => finding.Remediation).Distinct().ToList();
        if (proposals.Count == 0)
            return;
        text.AppendLine().AppendLine("What you may do:");
        foreach (var proposal in proposals)
        {
            text.AppendLine($"  {proposal.Title} (risk: {proposal.Risk})");
            foreach (var way in new[] { proposal.Command, proposal.Patch }.OfType<string>())
                text.AppendLine($"      {way.ReplaceLineEndings("\n      ")}");
        }
    }
}
