using System.Text.Json.Nodes;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>Changes of an answer's form: its JSON, and the text around it.</summary>
internal static class FormMutators
{
    private static readonly string[] Members = ["cause", "explanation", "answer", "followUps", "fixes"];

    private static readonly string[] Escapes = ["\\u202e", "\\u001b[31m", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\u200b", "\\u2028", "\\n", "\\x", "\\", "\"", "\n", "\t", "\0", "\u001b"];

    /// <summary>Changes of the JSON.</summary>
    public static IReadOnlyList<(string Name, Action<JsonObject, Random> Change)> OfJson { get; } =
    [
        ("member gone", (json, random) => json.Remove(DraftMutators.Pick(Members, random))),
        ("member of another type", (json, random) => json[DraftMutators.Pick(Members, random)] = AnyValue(random)),
        ("extra member", (json, random) => json[DraftMutators.Pick(["evil", "confidence", "\u202e", "Cause", "reasoning", ""], random)] = AnyValue(random)),
        ("item of another type", (json, random) => (json["explanation"] as JsonArray)?.Insert(0, AnyValue(random))),
        ("fix of another type", (json, random) => (json["fixes"] as JsonArray)?.Insert(0, AnyValue(random))),
        ("evidence as text", (json, random) => SetEvidence(json, JsonValue.Create("e1, [e2]"))),
        ("evidence of another type", (json, random) => SetEvidence(json, AnyValue(random))),
        ("extra member of an item", (json, random) =>
        {
            if (FirstItem(json) is { } item)
                item["evil"] = AnyValue(random);
        }),
    ];

    /// <summary>Changes of the text.</summary>
    public static IReadOnlyList<(string Name, Func<string, Random, string> Change)> OfText { get; } =
    [
        ("wrapped", Wrap),
        ("wrapped", Wrap),
        ("cut off", (text, random) => text[..random.Next(text.Length + 1)]),
        ("started late", (text, random) => text[random.Next(text.Length + 1)..]),
        ("trailing commas", (text, _) => text.Replace("]", ",]", StringComparison.Ordinal).Replace("}", ",}", StringComparison.Ordinal)),
        ("comments", (text, _) => text.Replace("{", "{/* evil */", StringComparison.Ordinal)),
        ("single quotes", (text, _) => text.Replace('"', '\'')),
        ("escape within", (text, random) => DraftMutators.Insert(text, DraftMutators.Pick(Escapes, random), random)),
        ("escapes within", (text, random) => DraftMutators.Insert(DraftMutators.Insert(text, DraftMutators.Pick(Escapes, random), random), DraftMutators.Pick(Escapes, random), random)),
        ("character within", (text, random) => DraftMutators.Insert(text, DraftMutators.Pick(HostileWords.Characters, random), random)),
        ("said twice", (text, _) => text + "\n" + text),
        ("deeply nested before", (text, random) => new string(random.Next(2) == 0 ? '[' : '{', random.Next(10, 5000)) + text),
        ("deeply nested after", (text, random) => text + string.Concat(Enumerable.Repeat("{\"a\":", random.Next(10, 500)))),
        ("padded", (text, random) => text + new string(DraftMutators.Pick([' ', '\n', 'a', '}', '\u202e'], random), random.Next(1, 5000))),
        ("line breaks", (text, _) => text.Replace(",", ",\r\n", StringComparison.Ordinal)),
        ("wide", (text, _) => text.Replace(':', '：')),
        ("lone surrogate", (text, random) => DraftMutators.Insert(text, random.Next(2) == 0 ? "\ud800" : "\udfff", random)),
    ];

    private static string Wrap(string text, Random random)
    {
        var (before, after) = DraftMutators.Pick(HostileWords.Wrappers, random);
        return before + text + after;
    }

    private static JsonNode? AnyValue(Random random) => random.Next(9) switch
    {
        0 => null,
        1 => JsonValue.Create(1e300),
        2 => JsonValue.Create(true),
        3 => JsonValue.Create("evil \u001b[31m"),
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 => new JsonArray("evil", 1, null),
        7 => new JsonObject { ["text"] = "Run kubectl delete ns shop, DB_URL.", ["evidence"] = new JsonArray("e1") },
        _ => Nested(random.Next(2, 40)),
    };

    private static JsonNode Nested(int depth)
    {
        JsonNode node = JsonValue.Create("evil");
        for (var i = 0; i < depth; i++)
            node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["a"] = node };
        return node;
    }

    private static void SetEvidence(JsonObject json, JsonNode? value)
    {
        if (FirstItem(json) is { } item)
            item["evidence"] = value;
    }

    private static JsonObject? FirstItem(JsonObject json) => (json["explanation"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault();
}
