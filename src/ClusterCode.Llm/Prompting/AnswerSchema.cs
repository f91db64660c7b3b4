using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Llm.Prompting;

/// <summary>
/// The JSON schema of an answer. Only what every server's grammar compiler understands: no <c>pattern</c>, no <c>$ref</c>, no
/// <c>format</c>, each of which some server silently does not enforce.
/// </summary>
internal static class AnswerSchema
{
    /// <summary>The word for a cause that the expert did not find.</summary>
    public const string OtherCause = "other";

    /// <summary>The id of the root cause, where there is one.</summary>
    public const string RootCause = "c1";

    public const int MaxStatements = 6;
    public const int MaxAnswerStatements = 4;
    public const int MaxFixes = 2;

    /// <summary>The schema for a request.</summary>
    /// <param name="request">The request; with a question the answer has an answer.</param>
    /// <param name="followUps">How many follow-up questions are asked.</param>
    public static JsonElement For(ExplanationRequest request, int followUps)
    {
        var properties = new JsonObject
        {
            ["cause"] = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. CauseIds(request).Append(OtherCause).Select(id => JsonValue.Create(id))]),
            },
            ["explanation"] = Statements(1, MaxStatements),
        };
        if (!string.IsNullOrWhiteSpace(request.Question))
            properties["answer"] = Statements(0, MaxAnswerStatements);
        if (followUps > 0)
            properties["followUps"] = Array(Statements(0, MaxAnswerStatements), followUps, followUps);
        properties["fixes"] = Array(
            Object(new JsonObject { ["title"] = Text(), ["command"] = Text() }),
            0,
            MaxFixes);
        return JsonSerializer.SerializeToElement(Object(properties), JsonNodeContext.Default.JsonObject);
    }

    /// <summary>The ids under which a prompt lists the expert's causes; the first is the root cause.</summary>
    public static IEnumerable<string> CauseIds(ExplanationRequest request) =>
        Enumerable.Range(1, request.AdditionalCauses.Prepend(request.RootCause).Count(cause => cause is not null)).Select(i => $"c{i}");

    private static JsonObject Statements(int min, int max) => Array(
        Object(new JsonObject { ["text"] = Text(), ["evidence"] = Array(Text(), 1, 4) }),
        min,
        max);

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Array(JsonObject items, int min, int max) => new()
    {
        ["type"] = "array",
        ["items"] = items,
        ["minItems"] = min,
        ["maxItems"] = max,
    };

    private static JsonObject Object(JsonObject properties) => new()
    {
        ["type"] = "object",
        ["properties"] = properties,
        ["required"] = new JsonArray([.. properties.Select(property => JsonValue.Create(property.Key))]),
        ["additionalProperties"] = false,
    };
}
