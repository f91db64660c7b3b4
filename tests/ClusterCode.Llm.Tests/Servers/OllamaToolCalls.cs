using System.Text.Json.Nodes;

namespace ClusterCode.Llm.Tests.Servers;

/// <summary>Calls of tools between Ollama's form, whose arguments are objects and whose answers have no ids, and the engine's.</summary>
internal static class OllamaToolCalls
{
    /// <summary>Ollama's messages as the engine wants them.</summary>
    public static JsonArray ToEngine(JsonArray messages)
    {
        var converted = new JsonArray();
        foreach (var message in messages)
        {
            var copy = message!.DeepClone().AsObject();
            foreach (var call in copy["tool_calls"] as JsonArray ?? [])
            {
                call!["id"] = "0";
                call["type"] = "function";
                call["function"]!["arguments"] = call["function"]!["arguments"]!.ToJsonString();
            }

            if ((string?)copy["role"] == "tool")
                copy["tool_call_id"] = "0";
            converted.Add(copy);
        }

        return converted;
    }

    /// <summary>The line of Ollama's stream that carries the engine's calls.</summary>
    public static string Line(string model, JsonArray calls) => new JsonObject
    {
        ["model"] = model,
        ["created_at"] = "2026-11-22T12:00:00Z",
        ["message"] = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = "",
            ["tool_calls"] = new JsonArray([.. calls.Select(call => (JsonNode?)new JsonObject
            {
                ["function"] = new JsonObject
                {
                    ["name"] = call!["function"]!["name"]!.DeepClone(),
                    ["arguments"] = JsonNode.Parse(call["function"]!["arguments"]!.GetValue<string>()),
                },
            })]),
        },
        ["done"] = false,
    }.ToJsonString();
}
