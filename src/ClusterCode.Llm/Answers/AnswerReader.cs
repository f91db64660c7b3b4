using System.Text.Json;
using ClusterCode.Llm.Prompting;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Answers;

/// <summary>
/// Reads a model's answer and holds it against the schema, whatever the server promises about constraining it: some ignore a
/// schema without a word. Small deviations that leave no doubt about the meaning are accepted.
/// </summary>
internal sealed class AnswerReader(IReadOnlyCollection<string> causes, bool questionAsked, int followUps)
{
    // More than the schema allows is cut, not refused.
    private const int MaxEvidence = 8;

    private readonly List<string> problems = [];

    /// <summary>What is wrong with the answer, in words that a model can act on.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Reads an answer.</summary>
    /// <returns>The answer, or null; then <see cref="Problems"/> says why.</returns>
    public ModelAnswer? Read(string text)
    {
        if (!JsonExtraction.TryFind(text, out var document))
        {
            problems.Add(text.Contains('{', StringComparison.Ordinal) ? "the answer is not valid JSON" : "the answer holds no JSON object");
            return null;
        }

        using (document)
        {
            try
            {
                var answer = Answer(document.RootElement);
                return problems.Count == 0 ? answer : null;
            }
            catch (InvalidOperationException)
            {
                // A string that is no valid Unicode: JSON can spell lone surrogates.
                problems.Add("the answer holds text that is not valid Unicode");
                return null;
            }
        }
    }

    private ModelAnswer Answer(JsonElement root) => new()
    {
        Cause = Cause(root),
        Explanation = Explanation(root),
        Answer = questionAsked ? Statements(root, "answer", AnswerSchema.MaxAnswerStatements, required: true) : [],
        FollowUps = followUps > 0 ? FollowUps(root) : [],
        Fixes = [.. root.Items("fixes").Select(Fix).OfType<ProposedFix>().Take(AnswerSchema.MaxFixes)],
    };

    private string Cause(JsonElement root)
    {
        var cause = root.Text("cause")?.Trim();
        if (cause is not null && (causes.Contains(cause) || cause == AnswerSchema.OtherCause))
            return cause;
        problems.Add($"\"cause\" must be one of {string.Join(", ", causes.Append(AnswerSchema.OtherCause))}");
        return AnswerSchema.OtherCause;
    }

    private List<Statement> Explanation(JsonElement root)
    {
        var statements = Statements(root, "explanation", AnswerSchema.MaxStatements, required: true);
        if (statements.Count == 0 && problems.Count == 0)
            problems.Add("\"explanation\" must hold at least one statement");
        return statements;
    }

    private List<IReadOnlyList<Statement>> FollowUps(JsonElement root)
    {
        var lists = root.Items("followUps").Take(followUps).Select(list => (IReadOnlyList<Statement>)Statements(list, "followUps", AnswerSchema.MaxAnswerStatements)).ToList();
        if (lists.Count < followUps)
            problems.Add($"\"followUps\" must be an array with {followUps} lists of statements, one for each follow-up");
        return lists;
    }

    private List<Statement> Statements(JsonElement parent, string name, int max, bool required)
    {
        if (parent.Member(name) is { } list)
            return Statements(list, name, max);
        if (required)
            problems.Add($"\"{name}\" is missing");
        return [];
    }

    private List<Statement> Statements(JsonElement list, string name, int max)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            problems.Add($"\"{name}\" must be an array of objects with \"text\" and \"evidence\"");
            return [];
        }

        var statements = new List<Statement>();
        foreach (var item in list.EnumerateArray().Take(max))
        {
            if (item.Text("text") is { } text && item.Member("evidence") is { } evidence && Ids(evidence) is { } ids)
                statements.Add(new Statement(text, ids));
            else
                problems.Add($"every item of \"{name}\" must be an object with \"text\" (a string) and \"evidence\" (an array of ids)");
        }

        return statements;
    }

    // "e3", "[e3]" and "e3, e5" in place of ["e3", "e5"] are what small models write, and mean the same.
    private static List<string>? Ids(JsonElement evidence) => evidence.ValueKind switch
    {
        JsonValueKind.String => Split(evidence.GetString()!),
        JsonValueKind.Array when evidence.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String) =>
            [.. evidence.EnumerateArray().SelectMany(id => Split(id.GetString()!)).Distinct().Take(MaxEvidence)],
        _ => null,
    };

    private static List<string> Split(string ids) =>
        [.. ids.Split([',', ' ', ';', '[', ']', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MaxEvidence)];

    private static ProposedFix? Fix(JsonElement item) =>
        item.Text("title") is { Length: > 0 } title && item.Text("command") is { } command ? new ProposedFix(title, command) : null;
}
