using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>An answer in the form that was asked for, for mutators to change.</summary>
internal sealed class AnswerDraft
{
    private static readonly JsonSerializerOptions Raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Cause { get; set; } = "c1";

    public List<(string Text, List<string> Evidence)> Explanation { get; } = [];

    public List<(string Text, List<string> Evidence)> Answer { get; } = [];

    public List<List<(string Text, List<string> Evidence)>> FollowUps { get; } = [];

    public List<(string Title, string Command)> Fixes { get; } = [];

    /// <summary>All lists of statements.</summary>
    public IEnumerable<List<(string Text, List<string> Evidence)>> Lists => [Explanation, Answer, .. FollowUps];

    /// <summary>The answer as JSON, to be deformed further.</summary>
    public JsonObject ToJson() => new()
    {
        ["cause"] = Cause,
        ["explanation"] = Statements(Explanation),
        ["answer"] = Statements(Answer),
        ["followUps"] = new JsonArray([.. FollowUps.Select(Statements)]),
        ["fixes"] = new JsonArray([.. Fixes.Select(fix => new JsonObject { ["title"] = fix.Title, ["command"] = fix.Command })]),
    };

    /// <summary>JSON as text; escaped characters stay readable only when they may.</summary>
    public static string Write(JsonNode json, bool escaped) => json.ToJsonString(escaped ? JsonSerializerOptions.Default : Raw);

    private static JsonArray Statements(List<(string Text, List<string> Evidence)> statements) =>
        new([.. statements.Select(statement => new JsonObject
        {
            ["text"] = statement.Text,
            ["evidence"] = new JsonArray([.. statement.Evidence.Select(id => JsonValue.Create(id))]),
        })]);
}
