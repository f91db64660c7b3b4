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

    private static readonly char[] Parentheses = ['(', ')', '（', '）'];

    private readonly FactBase facts = new(request);
    private readonly List<string> dropped = [];
    private readonly HashSet<string> cited = new(StringComparer.Ordinal);
    private int made;
    private int denials;

    public GroundedAnswer Ground(ModelAnswer answer)
    {
        var explanation = TextOf(answer.Explanation);
        var citedThere = cited.ToHashSet(StringComparer.Ordinal);
        return new GroundedAnswer
        {
            Explanation = explanation,
            Cited = citedThere,
            Answer = TextOf(answer.Answer),
            FollowUps = [.. answer.FollowUps.Select(TextOf)],
            Fixes = [.. answer.Fixes.Select(Fix).OfType<Remediation>()],
            Made = made,
            Denials = denials,
            Dropped = dropped,
        };
    }

    private string TextOf(IReadOnlyList<Statement> statements)
    {
        var kept = new List<string>();
        var length = 0;
        foreach (var statement in statements)
        {
            made++;
            // Whole statements only: half a statement may say the opposite.
            if (Keep(statement) is not { } grounded || kept.Contains(grounded.Text) || length + grounded.Text.Length >= MaxTextLength)
                continue;
            kept.Add(grounded.Text);
            length += grounded.Text.Length + 1;
            cited.UnionWith(grounded.Evidence);
        }

        return string.Join('\n', kept);
    }

    private Statement? Keep(Statement statement)
    {
        var text = PlainText.SingleLine(statement.Text);
        if (text.Length == 0)
            return Drop("a statement is empty");
        if (text.Length > MaxStatementLength)
            return Drop($"a statement is longer than {MaxStatementLength} characters");
        var ids = statement.Evidence.Concat(Citations.In(text)).Distinct().ToList();
        if (ids.Count == 0)
            return Drop($"{Quote(text)} cites no evidence");
        if (ids.Find(id => !facts.HasEvidence(id)) is { } unknown)
            return Drop($"{Quote(text)} cites {Quote(unknown)}, which is not evidence");
        text = ListMarker().Replace(Citations.Without(text), "").Trim();
        var sentences = SentenceEnds().Split(text).Where(IsKnown).ToList();
        if (sentences.Count == 0)
            return null;
        var kept = SecretRedactor.Redact(string.Join(' ', sentences));
        // Halves of a quotation are no quotations; put together again they are.
        if (sentences.Count > 1 && !IsKnown(kept))
            return null;
        var words = Words.SpecificOf(kept);
        return ids.Exists(id => facts.Supports(id, words))
            ? new Statement(kept + Citations.Of(ids), ids)
            : Drop($"{Quote(text)} says nothing of what {string.Join(", ", ids)} shows");
    }

    private bool IsKnown(string sentence)
    {
        if (Denial(sentence) is { } denial)
        {
            denials++;
            Drop($"{Quote(denial)} denies what was found");
            return false;
        }

        if (SentenceCheck.FirstUnknown(sentence, facts) is { } unknown)
        {
            Drop($"{Quote(unknown)} is not in the evidence");
            return false;
        }

        // What stands in parentheses is a sentence of its own.
        if (sentence.Split(Parentheses).All(part => facts.AreAbout(Words.SpecificOf(part))))
            return true;
        Drop($"{Quote(sentence)} says nothing of what the evidence shows");
        return false;
    }

    // Where nothing was found, that all is well is no denial.
    private string? Denial(string sentence) =>
        request.RootCause is null && request.Findings.Count == 0 ? null : UnwelcomeWords.DenialIn(Scripts.Fold(sentence), facts);

    private Remediation? Fix(ProposedFix fix)
    {
        var title = SecretRedactor.Redact(PlainText.Shorten(PlainText.SingleLine(fix.Title), MaxTitleLength));
        var command = PlainText.SingleLine(fix.Command);
        if (title.Length is 0 or > MaxTitleLength || Denial(title) is not null || SentenceCheck.FirstUnknown(title, facts) is not null || CommandCheck.RiskOf(command, facts) is not { } risk)
            return null;
        return new Remediation { Title = title, Command = command, Risk = risk };
    }

    private Statement? Drop(string why)
    {
        dropped.Add(why);
        return null;
    }

    private static string Quote(string text) => $"\"{PlainText.Shorten(text, MaxQuotedInProblem)}\"";

    // What a list or a heading begins with.
    [GeneratedRegex(@"^(?:(?:[-*•#>]{1,6}|\(?[0-9]{1,2}[.)])\s+)+")]
    private static partial Regex ListMarker();

    // Chinese and Japanese need no blank after a sentence.
    [GeneratedRegex("""(?<=[.!?؟।])\s+(?=[\p{Lu}\p{Lo}"'`“„«(])|(?<=[。！？])(?![A-Za-z0-9]|$)""")]
    private static partial Regex SentenceEnds();
}
