using System.Text;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.BuiltIn;

/// <summary>
/// Puts a diagnosis into words without a model: what is the cause, how it is proved, what follows from it, what to do. Always the
/// same words for the same diagnosis. In English, whatever language is asked for: a sentence that is wrong by translation is worse.
/// </summary>
internal static class ExpertWords
{
    private const int MaxQuotes = 5;
    private const int MaxQuoteLength = 200;
    private const int MaxSymptoms = 6;
    private const int MaxRemedies = 5;

    /// <summary>The whole of what the expert has to say.</summary>
    public static ExpertExplanation Explain(ExplanationRequest request) => new(
        Explanation(request),
        string.IsNullOrWhiteSpace(request.Question) ? null : ExpertAnswers.Answer(request.Question, request),
        [
            .. request.History,
            .. request.FollowUps.Skip(request.History.Count).Select(question => new ConversationTurn { Question = question, Answer = ExpertAnswers.Answer(question, request) }),
        ]);

    private static string Explanation(ExplanationRequest request)
    {
        var text = new StringBuilder();
        if (request.RootCause is { } root)
        {
            text.AppendLine($"Root cause: {Line(root.Summary)}{Citations.Of(root.Evidence)}");
            Proof(text, root, request);
        }
        else
        {
            text.AppendLine(request.Findings.Count == 0
                ? $"Nothing is found to be wrong with {Line(request.TargetDescription)}."
                : $"Something is wrong with {Line(request.TargetDescription)}, and the evidence does not tell why.");
        }

        Causes(text, request.AdditionalCauses);
        Symptoms(text, request);
        Remedies(text, request.Findings);
        return text.ToString().TrimEnd();
    }

    private static void Proof(StringBuilder text, RootCause root, ExplanationRequest request)
    {
        text.AppendLine($"Confidence: {root.Confidence}, {HowProved(root.Confidence)}.");
        if (MainFindingOf(root, request.Findings)?.Explanation is { Length: > 0 } explanation)
            text.AppendLine(Line(explanation));
        var cited = root.Evidence.Select(id => request.Evidence.FirstOrDefault(e => e.Id == id)).OfType<EvidenceItem>().Take(MaxQuotes).ToList();
        if (cited.Count == 0)
            return;
        text.AppendLine().AppendLine("It is shown by:");
        foreach (var item in cited)
            text.AppendLine($"- [{item.Id}] {Line(item.Source)}: {Quote(item.Text)}");
    }

    private static void Causes(StringBuilder text, IReadOnlyList<RootCause> causes)
    {
        if (causes.Count == 0)
            return;
        text.AppendLine().AppendLine("Also wrong, independently of it:");
        foreach (var cause in causes)
            text.AppendLine($"- {Line(cause.Summary)}{Citations.Of(cause.Evidence)}");
    }

    private static void Symptoms(StringBuilder text, ExplanationRequest request)
    {
        var causes = request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().ToList();
        var symptoms = request.Findings.Where(finding => !causes.Any(cause => IsSame(finding, cause))).ToList();
        if (symptoms.Count == 0)
            return;
        text.AppendLine().AppendLine(causes.Count > 0 ? "What follows from it, or goes with it:" : "What is found:");
        foreach (var finding in symptoms.Take(MaxSymptoms))
            text.AppendLine($"- {Line(finding.Title)}{Citations.Of(finding.Evidence)}");
        if (symptoms.Count > MaxSymptoms)
            text.AppendLine($"- and {symptoms.Count - MaxSymptoms} more, listed in the findings");
    }

    private static void Remedies(StringBuilder text, IReadOnlyList<Finding> findings)
    {
        var remedies = findings.SelectMany(finding => finding.Remediation).Distinct().Take(MaxRemedies).ToList();
        if (remedies.Count == 0)
            return;
        text.AppendLine().AppendLine("What to do:");
        for (var i = 0; i < remedies.Count; i++)
        {
            text.AppendLine($"{i + 1}. {Line(remedies[i].Title)} (risk: {remedies[i].Risk})");
            if (remedies[i].Command is { } command)
                text.AppendLine($"   {Line(command)}");
            else if (remedies[i].Patch is not null)
                text.AppendLine("   The patch is in the finding.");
        }
    }

    private static Finding? MainFindingOf(RootCause cause, IReadOnlyList<Finding> findings) => findings.FirstOrDefault(finding => IsSame(finding, cause));

    private static bool IsSame(Finding finding, RootCause cause) =>
        finding.CausedBy is null && finding.Category == cause.Category && finding.Resource == cause.Resource;

    private static string HowProved(Confidence confidence) => confidence switch
    {
        Confidence.High => "told by a field or an event of the API",
        Confidence.Medium => "told by a log line or by the text of a message",
        _ => "inferred from circumstances",
    };

    private static string Quote(string text)
    {
        var lines = PlainText.Clean(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0
            ? "(empty)"
            : PlainText.Shorten(lines[0], MaxQuoteLength) + (lines.Length > 1 ? $" (and {lines.Length - 1} more line{(lines.Length > 2 ? "s" : "")})" : "");
    }

    private static string Line(string text) => PlainText.SingleLine(text);
}
