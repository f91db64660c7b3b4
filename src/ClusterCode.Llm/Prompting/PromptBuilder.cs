using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Prompting;

/// <summary>
/// Writes the prompt: the constant system text, the causes, as many findings and as much evidence as the budget allows, the
/// questions, the task, and the schema last, where small models remember it best.
/// </summary>
internal sealed partial class PromptBuilder(ExplanationRequest request, BackendSettings settings)
{
    private const int MaxCauses = 4;
    private const int MaxLine = 300;
    private const int MaxQuestion = 1000;

    // One long log must not push out everything else.
    private const int MaxEvidenceBytes = 2400;

    // Less than this of a piece of evidence tells nothing.
    private const int MinEvidenceBytes = 150;

    // Of what is left after the fixed parts: findings only say again what causes and evidence show.
    private const double ShareOfFindings = 0.2;

    // Follow-up questions may be 20 times 1,000 characters; the evidence needs the room more.
    private const double ShareOfFollowUps = 0.15;

    // What was said before is there to be referred to, not to be said again.
    private const double ShareOfHistory = 0.1;
    private const int MaxTurnPart = 300;

    /// <summary>Writes the prompt.</summary>
    /// <param name="problems">What was wrong with the previous answer; empty at the first request.</param>
    /// <exception cref="BackendException">The context is too small for any prompt; reason ContextOverflow.</exception>
    public Prompt Build(IReadOnlyList<string> problems)
    {
        var (context, tokens) = PromptBudget.Of(settings);
        var budget = tokens - TokenEstimate.Upper(SystemText.Text);
        var followUps = FollowUps(context);
        var head = Head();
        var tail = History(tokens) + Tail(followUps, problems);
        var room = TokenEstimate.BytesIn(budget) - Bytes(head) - Bytes(tail);
        var findings = Findings((int)(room * ShareOfFindings));
        var shown = new List<string>();
        var evidence = Evidence(room - Bytes(findings), shown);
        if (shown.Count == 0)
        {
            throw new BackendException(new BackendFailure(
                ConditionReasons.ContextOverflow,
                $"a context of {settings.ContextWindow} tokens with {settings.MaxAnswerTokens} of them for the answer has no room for evidence; raise spec.parameters.contextWindow of LlmBackend {settings.Name} (4096 is enough), or lower maxTokens"));
        }

        return new Prompt(SystemText.Text, head + findings + evidence + tail, shown, followUps.Count);
    }

    /// <summary>Writes the case without a task: what is known, and the questions.</summary>
    /// <param name="system">The text that says what to do with it.</param>
    /// <param name="tokens">Tokens that the case may have.</param>
    public Prompt BuildCase(string system, int tokens)
    {
        var head = Head();
        var questions = History(tokens) + Questions(FollowUps(tokens));
        var room = TokenEstimate.BytesIn(tokens) - Bytes(head) - Bytes(questions);
        var findings = Findings((int)(room * ShareOfFindings));
        var shown = new List<string>();
        return new Prompt(system, head + findings + Evidence(room - Bytes(findings), shown) + questions, shown, 0);
    }

    private string Head()
    {
        var causes = request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().Take(MaxCauses).ToList();
        var lines = causes.Select((cause, i) => $"c{i + 1} ({cause.Confidence} confidence, {cause.Category}, {cause.Resource}): {Line(cause.Summary)}{Citations.Of(cause.Evidence)}");
        return UntrustedText.Fence("target", Line(request.TargetDescription))
            + UntrustedText.Fence("causes", causes.Count > 0 ? string.Join('\n', lines) : "none found");
    }

    private string Findings(int maxBytes)
    {
        var text = new StringBuilder();
        foreach (var finding in request.Findings)
        {
            var causedBy = finding.CausedBy is null ? "" : $", caused by {finding.CausedBy}";
            var line = $"{finding.Id} ({finding.Severity}, {finding.Category}, {finding.Resource}{causedBy}): {Line(finding.Title)}{Citations.Of(finding.Evidence)}\n";
            if (text.Length + Bytes(line) > maxBytes)
                break;
            text.Append(line);
        }

        return text.Length == 0 ? "" : UntrustedText.Fence("findings", text.ToString().TrimEnd());
    }

    private string Evidence(int maxBytes, List<string> shown)
    {
        var text = new StringBuilder();
        var left = maxBytes - Bytes(LeftOut(request.Evidence.Count));
        foreach (var item in EvidenceOrder.Of(request))
        {
            if (left <= 0)
                break;
            var time = item.Time is { } at ? $" at {at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "";
            var label = $"{item.Kind} {Line(item.Source)}{time}:\n";
            // Neutralised before it is measured and cut, because that changes its length; cut roughly even before, because it costs time.
            var full = UntrustedText.Neutralise(label + UntrustedText.CutMiddle(item.Text, 2 * MaxEvidenceBytes));
            var frame = Bytes(UntrustedText.Fence(item.Id, ""));
            var room = Math.Min(left - frame, MaxEvidenceBytes);
            if (room < Math.Min(MinEvidenceBytes, Bytes(full)))
                continue;
            var piece = UntrustedText.Fence(item.Id, UntrustedText.CutMiddle(full, room));
            left -= Bytes(piece);
            text.Append(piece);
            shown.Add(item.Id);
        }

        if (shown.Count < request.Evidence.Count)
            text.Append(LeftOut(request.Evidence.Count - shown.Count));
        return text.ToString();
    }

    private string Tail(List<string> followUps, IReadOnlyList<string> problems)
    {
        var text = new StringBuilder(Questions(followUps));
        text.Append($"Task: write in the language \"{Language()}\". Put into \"cause\" the id of the root cause, or \"{AnswerSchema.OtherCause}\" if the evidence shows that the expert is wrong. ");
        text.Append("Explain the failure in 2 to 5 statements in \"explanation\". ");
        if (!string.IsNullOrWhiteSpace(request.Question))
            text.Append("Answer the question in \"answer\". ");
        if (followUps.Count > 0)
            text.Append("Answer each follow-up, in order, in \"followUps\". ");
        text.Append("Propose fixes in \"fixes\", with a kubectl command each, or leave it empty.\n");
        if (problems.Count > 0)
        {
            text.Append("Your previous answer was refused:\n");
            foreach (var problem in problems)
                text.Append($"- {UntrustedText.Neutralise(Line(problem))}\n");
            text.Append("Answer again without these mistakes.\n");
        }

        text.Append($"JSON schema of the answer:\n{AnswerSchema.For(request, followUps.Count).GetRawText()}\n");
        return text.ToString();
    }

    private string Questions(List<string> followUps)
    {
        var text = new StringBuilder();
        if (!string.IsNullOrWhiteSpace(request.Question))
            text.Append(UntrustedText.Fence("question", PlainText.Shorten(request.Question.Trim(), MaxQuestion)));
        for (var i = 0; i < followUps.Count; i++)
            text.Append(UntrustedText.Fence($"follow-up {i + 1}", followUps[i]));
        return text.ToString();
    }

    // The latest turns, shortened: what they rest on stands in the evidence.
    private string History(int tokens)
    {
        var maxBytes = TokenEstimate.BytesIn((int)(tokens * ShareOfHistory));
        var turns = new List<string>();
        foreach (var turn in request.History.Reverse())
        {
            var text = $"Question: {PlainText.Shorten(PlainText.SingleLine(turn.Question), MaxTurnPart)}\nAnswer: {PlainText.Shorten(PlainText.SingleLine(turn.Answer), MaxTurnPart)}";
            maxBytes -= Bytes(text) + 1;
            if (maxBytes < 0)
                break;
            turns.Insert(0, text);
        }

        return turns.Count == 0 ? "" : UntrustedText.Fence("answered before", string.Join('\n', turns));
    }

    // The last questions are the ones that are new.
    private List<string> FollowUps(int tokens)
    {
        var maxBytes = TokenEstimate.BytesIn((int)(tokens * ShareOfFollowUps));
        var kept = new List<string>();
        foreach (var question in request.FollowUps.Skip(request.History.Count).Reverse())
        {
            var text = PlainText.Shorten(question.Trim(), MaxQuestion);
            maxBytes -= Bytes(UntrustedText.Fence("follow-up 10", text));
            if (maxBytes < 0)
                break;
            kept.Insert(0, text);
        }

        return kept;
    }

    private string Language() => LanguageTag().IsMatch(request.Language) ? request.Language : "en";

    private static string LeftOut(int count) => $"({count} further pieces of evidence are left out for want of room.)\n";

    private static string Line(string text) => PlainText.Shorten(PlainText.SingleLine(text), MaxLine);

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$")]
    private static partial Regex LanguageTag();
}
