using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Redaction;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>
/// Holds a model's answer against the facts, sentence by sentence. A statement must cite evidence that exists and share something
/// with it; a sentence must not name what no fact names. What fails is dropped and never shown.
/// </summary>
internal sealed partial class Grounder(ExplanationRequest request)
{
    private const int MaxStatementLength = 600;
    private const int MaxTextLength = 3000;
    private const int MaxTitleLength = 160;
    private const int MaxQuotedInProblem = 80;

    private readonly FactBase facts = new(request);
    private readonly List<string> dropped = [];
    private int made;

    public GroundedAnswer Ground(ModelAnswer answer) => new()
    {
        Explanation = TextOf(answer.Explanation),
        Answer = TextOf(answer.Answer),
        FollowUps = [.. answer.FollowUps.Select(TextOf)],
        Fixes = [.. answer.Fixes.Select(Fix).OfType<Remediation>()],
        Made = made,
        Dropped = dropped,
    };

    private string TextOf(IReadOnlyList<Statement> statements)
    {
        var kept = new List<string>();
        foreach (var statement in statements)
        {
            made++;
            if (Keep(statement) is { } text && !kept.Contains(text))
                kept.Add(text);
        }

        // Whole statements only: half a statement may say the opposite.
        while (kept.Sum(text => text.Length + 1) > MaxTextLength)
            kept.RemoveAt(kept.Count - 1);
        return string.Join('\n', kept);
    }

    private string? Keep(Statement statement)
    {
        var text = PlainText.SingleLine(statement.Text);
        if (text.Length == 0)
            return Drop("a statement is empty");
        if (text.Length > MaxStatementLength)
            return Drop($"a statement is longer than {MaxStatementLength} characters");
        var inline = InlineCitations().Matches(text).SelectMany(match => match.Groups["id"].Captures).Select(capture => capture.Value);
        var ids = statement.Evidence.Concat(inline).Distinct().ToList();
        if (ids.Count == 0)
            return Drop($"{Quote(text)} cites no evidence");
        if (ids.Find(id => !facts.HasEvidence(id)) is { } unknown)
            return Drop($"{Quote(text)} cites {Quote(unknown)}, which is not evidence");
        text = InlineCitations().Replace(text, "").Trim();
        var sentences = SentenceEnds().Split(text).Where(IsKnown).ToList();
        if (sentences.Count == 0)
            return null;
        var kept = SecretRedactor.Redact(string.Join(' ', sentences));
        var words = Words.SpecificOf(kept);
        return ids.Exists(id => facts.Supports(id, words))
            ? kept + Citations.Of(ids)
            : Drop($"{Quote(text)} says nothing of what {string.Join(", ", ids)} shows");
    }

    private bool IsKnown(string sentence)
    {
        if (SentenceCheck.FirstUnknown(sentence, facts) is not { } unknown)
            return true;
        Drop($"{Quote(unknown)} is not in the evidence");
        return false;
    }

    private Remediation? Fix(ProposedFix fix)
    {
        var title = PlainText.Shorten(PlainText.SingleLine(fix.Title), MaxTitleLength);
        var command = PlainText.SingleLine(fix.Command);
        if (title.Length == 0 || SentenceCheck.FirstUnknown(title, facts) is not null || CommandCheck.RiskOf(command, facts) is not { } risk)
            return null;
        return new Remediation { Title = title, Command = command, Risk = risk };
    }

    private string? Drop(string why)
    {
        dropped.Add(why);
        return null;
    }

    private static string Quote(string text) => $"\"{PlainText.Shorten(text, MaxQuotedInProblem)}\"";

    [GeneratedRegex(@"\s*[\[(](?<id>[ef][0-9]{1,4})(?:\s*,\s*(?<id>[ef][0-9]{1,4}))*[\])]")]
    private static partial Regex InlineCitations();

    [GeneratedRegex("""(?<=[.!?])\s+(?=[\p{Lu}"'`“(])""")]
    private static partial Regex SentenceEnds();
}
