using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.BuiltIn;

/// <summary>
/// Answers a question from the findings: the cause, and those findings that share words with the question. It never claims more
/// than was found; what it cannot answer it says so.
/// </summary>
internal static class ExpertAnswers
{
    private const int MaxFindings = 3;

    public static string Answer(string question, ExplanationRequest request)
    {
        var asked = Words.SpecificOf(question);
        var causes = request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().ToList();
        var answers = new List<string>();
        if (request.RootCause is { } root)
            answers.Add(Sentence(root.Summary, root.Evidence));
        answers.AddRange(request.AdditionalCauses.Where(cause => asked.Overlaps(Words.SpecificOf($"{cause.Summary} {cause.Resource}"))).Select(cause => Sentence(cause.Summary, cause.Evidence)));
        answers.AddRange(request.Findings
            .Where(finding => !causes.Any(cause => cause.Category == finding.Category && cause.Resource == finding.Resource))
            .Select(finding => (Finding: finding, Shared: Words.SpecificOf($"{finding.Title} {finding.Resource} {finding.Explanation}").Count(asked.Contains)))
            .Where(match => match.Shared > 0)
            .OrderByDescending(match => match.Shared)
            .ThenByDescending(match => match.Finding.Severity)
            .Take(MaxFindings)
            .Select(match => Sentence(match.Finding.Title, match.Finding.Evidence)));
        if (answers.Count > 0)
            return string.Join(" ", answers);
        return request.Findings.Count == 0
            ? $"Nothing is found to be wrong with {PlainText.SingleLine(request.TargetDescription)}; a question beyond that needs a model (spec.llmRef)."
            : $"{Sentence(request.Findings[0].Title, request.Findings[0].Evidence)} The cause is not known; a question beyond the findings needs a model (spec.llmRef).";
    }

    private static string Sentence(string text, IReadOnlyList<string> evidence) => $"{PlainText.SingleLine(text).TrimEnd('.')}{Citations.Of(evidence)}.";
}
