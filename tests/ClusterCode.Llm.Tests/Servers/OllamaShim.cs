using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.Llm.Tests.Servers;

/// <summary>Ollama's own API in front of a real llama-server: tokens and grammar are the engine's, the envelope is Ollama's.</summary>
internal sealed class OllamaShim : IAsyncDisposable
{
    private readonly HttpClient engine;
    private FakeServer? front;

    private OllamaShim(Uri engineAddress) => engine = new HttpClient { BaseAddress = engineAddress };

    public Uri Address => front!.Address;

    public IReadOnlyList<RecordedRequest> Chats => [.. front!.Requests.Where(request => request.Path == "/api/chat")];

    /// <summary>The count of tokens to report in place of the engine's, as when the prompt was cut.</summary>
    public int? ReportedPromptTokens { get; set; }

    public static async Task<OllamaShim> StartAsync(Uri engineAddress)
    {
        var shim = new OllamaShim(engineAddress);
        shim.front = await FakeServer.StartAsync(shim.AnswerAsync);
        return shim;
    }

    public async ValueTask DisposeAsync()
    {
        if (front is not null)
            await front.DisposeAsync();
        engine.Dispose();
    }

    private Task AnswerAsync(RecordedRequest request, HttpContext context) => request.Path switch
    {
        "/api/version" => JsonAsync(context, """{"version":"0.32.9"}"""),
        "/api/tags" => JsonAsync(context, """{"models":[{"name":"tiny:latest","model":"tiny:latest","size":1898240,"digest":"9aec","details":{"format":"gguf","family":"llama","families":null,"parameter_size":"0.5M","quantization_level":"F32"}}]}"""),
        "/api/show" => JsonAsync(context, """{"details":{"format":"gguf"},"model_info":{"general.architecture":"llama","llama.context_length":32768},"capabilities":["completion","tools"]}"""),
        "/api/chat" => ChatAsync(request.Json, context),
        _ => MissingAsync(context, "404 page not found"),
    };

    private async Task ChatAsync(JsonObject chat, HttpContext context)
    {
        var model = chat["model"]!.GetValue<string>();
        if (model is not ("tiny" or "tiny:latest"))
        {
            await MissingAsync(context, JsonSerializer.Serialize(new { error = $"model '{model}' not found" }));
            return;
        }

        var forwarded = new JsonObject
        {
            ["messages"] = OllamaToolCalls.ToEngine(chat["messages"]!.AsArray()),
            ["max_tokens"] = chat["options"]?["num_predict"]?.DeepClone(),
            ["temperature"] = chat["options"]?["temperature"]?.DeepClone(),
            ["stream"] = false,
        };
        if (chat["format"] is JsonObject schema)
            forwarded["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["name"] = "x", ["schema"] = schema.DeepClone() } };
        if (chat["tools"] is JsonArray { Count: > 0 } tools)
            forwarded["tools"] = tools.DeepClone();
        using var response = await engine.PostAsJsonAsync("v1/chat/completions", forwarded, context.RequestAborted);
        var answer = await response.Content.ReadAsStringAsync(context.RequestAborted);
        if (!response.IsSuccessStatusCode)
        {
            // As Ollama does: the engine's whole error, as a string inside its own.
            context.Response.StatusCode = (int)response.StatusCode;
            await JsonAsync(context, JsonSerializer.Serialize(new { error = answer }));
            return;
        }

        var reply = JsonNode.Parse(answer)!;
        var message = reply["choices"]![0]!["message"]!;
        var content = message["content"]!.GetValue<string>();
        context.Response.ContentType = "application/x-ndjson";
        if (message["tool_calls"] is JsonArray calls)
            await context.Response.WriteAsync(OllamaToolCalls.Line(model, calls) + "\n");
        foreach (var piece in content.Chunk(30))
            await LineAsync(context, model, new string(piece), null);
        await LineAsync(context, model, "", new JsonObject
        {
            ["done_reason"] = reply["choices"]![0]!["finish_reason"]!.DeepClone(),
            ["total_duration"] = 1_000_000,
            ["prompt_eval_count"] = ReportedPromptTokens ?? reply["usage"]!["prompt_tokens"]!.GetValue<int>(),
            ["eval_count"] = reply["usage"]!["completion_tokens"]!.DeepClone(),
        });
    }

    private static Task LineAsync(HttpContext context, string model, string content, JsonObject? end)
    {
        var line = end ?? [];
        line["model"] = model;
        line["created_at"] = "2026-11-22T12:00:00Z";
        line["message"] = new JsonObject { ["role"] = "assistant", ["content"] = content };
        line["done"] = end is not null;
        return context.Response.WriteAsync(line.ToJsonString() + "\n");
    }

    private static Task MissingAsync(HttpContext context, string body)
    {
        context.Response.StatusCode = 404;
        return JsonAsync(context, body);
    }

    private static Task JsonAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body);
    }
}
