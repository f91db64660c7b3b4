using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClusterCode.Llm.Dialects;

/// <summary>Merges <c>spec.parameters.extra</c> into a request's body.</summary>
internal static class ExtraFields
{
    // What the operator's own correctness rests on: the conversation, how it comes back, and its form.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "model", "messages", "stream", "stream_options", "response_format", "format", "n", "tools", "tool_choice",
    };

    /// <summary>Adds fields; objects are merged, everything else is replaced. Reserved fields stay as they are.</summary>
    public static void Merge(JsonObject body, IReadOnlyDictionary<string, JsonElement> extra)
    {
        foreach (var (name, value) in extra)
        {
            if (!Reserved.Contains(name))
                Set(body, name, value);
        }
    }

    private static void Set(JsonObject parent, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && parent[name] is JsonObject existing)
        {
            foreach (var property in value.EnumerateObject())
                Set(existing, property.Name, property.Value);
        }
        else
        {
            parent[name] = value.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(value.GetRawText());
        }
    }
}
