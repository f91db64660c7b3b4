using System.Text.Json.Nodes;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Tests.Servers.Strict;

/// <summary>vLLM 0.12, started with an API key, and with or without tools.</summary>
internal sealed class StrictVllm : StrictServer
{
    private const int Context = 8192;

    public override LlmProvider Provider => LlmProvider.VLLM;

    /// <summary>Started with <c>--enable-auto-tool-choice --tool-call-parser</c>.</summary>
    public bool KnowsTools { get; init; } = true;

    /// <summary>What the model thinks first; started with <c>--reasoning-parser</c>.</summary>
    public string? Thinks { get; init; }

    protected override Reply? Refusal(RecordedRequest request)
    {
        // The key is wanted below /v1 only.
        if (request.Path.StartsWith("/v1", StringComparison.Ordinal)
            && !string.Equals(request.Headers.GetValueOrDefault("Authorization"), $"Bearer {Key}", StringComparison.Ordinal))
        {
            return new Reply(401, """{"error":"Unauthorized"}""");
        }

        return request.Path switch
        {
            "/health" => new Reply(200, ""),
            "/version" => new Reply(200, """{"version":"0.12.0"}"""),
            "/v1/models" => new Reply(200, $$"""{"object":"list","data":[{"id":"tiny","object":"model","created":1,"owned_by":"vllm","root":"tiny","parent":null,"max_model_len":{{Context}}}]}"""),
            "/v1/chat/completions" => Refusal(request.Json),
            _ => new Reply(404, """{"detail":"Not Found"}"""),
        };
    }

    protected override IEnumerable<string> Stream(JsonObject body, string says)
    {
        yield return Chunk(body, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        if (Thinks is not null)
            yield return Chunk(body, new JsonObject { ["reasoning"] = Thinks }, null);
        yield return Chunk(body, Delta(says), null);
        if (Fault == ServedFault.DiesInMidAnswer)
        {
            yield return """data: {"error":{"message":"EngineCore encountered an issue. See stack trace (above) for the root cause.","type":"InternalServerError","param":null,"code":500}}""";
        }
        else
        {
            yield return Chunk(body, [], says.StartsWith('\0') ? "tool_calls" : "stop");
            if (WantsUsage(body))
                yield return Chunk(body, null, null, Usage);
        }

        yield return "data: [DONE]";
    }

    private Reply? Refusal(JsonObject body)
    {
        if ((string?)body["model"] is not ("tiny" or ""))
            return Error(404, "NotFoundError", $"The model `{body["model"]}` does not exist.", "model");
        if (body["stream_options"] is not null && (bool?)body["stream"] != true)
            return Error(400, "Bad Request", "Stream options can only be defined when `stream=True`.");
        if (body["response_format"] is JsonObject format && IsUnknown(format))
            return Error(400, "Bad Request", "1 validation error: {'type': 'missing', 'loc': ('body', 'response_format', 'json_schema', 'name'), 'msg': 'Field required'}");
        if (body["tools"] is JsonArray { Count: > 0 } && !KnowsTools && (string?)body["tool_choice"] is null or "auto")
            return Error(400, "BadRequestError", "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set");
        if (Fault == ServedFault.ContextOverflow)
            return Error(400, "BadRequestError", $"You passed 8001 input tokens and requested {body["max_tokens"]} output tokens. However, the model's context length is only {Context} tokens, resulting in a maximum input length of 7168 tokens.", "input_tokens");
        return null;
    }

    private static bool IsUnknown(JsonObject format) => (string?)format["type"] switch
    {
        "text" or "json_object" => false,
        "json_schema" => format["json_schema"] is not JsonObject schema || schema["name"] is null,
        _ => true,
    };

    private static Reply Error(int status, string type, string message, string? parameter = null) => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = parameter, ["code"] = status },
    }.ToJsonString());
}
