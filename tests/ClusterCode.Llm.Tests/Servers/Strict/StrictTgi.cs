using System.Text.Json.Nodes;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Tests.Servers.Strict;

/// <summary>Text Generation Inference 3, started with an API key.</summary>
internal sealed class StrictTgi : StrictServer
{
    private const string Text = "text/plain; charset=utf-8";

    public override LlmProvider Provider => LlmProvider.TGI;

    protected override Reply? Refusal(RecordedRequest request)
    {
        switch (request.Path)
        {
            case "/health" or "/ping" or "/":
                return new Reply(200, "");
            case "/info":
                return new Reply(200, """{"model_id":"tiny","model_sha":null,"model_pipeline_tag":null,"max_concurrent_requests":128,"max_best_of":2,"max_stop_sequences":4,"max_input_tokens":3072,"max_total_tokens":4096,"validation_workers":2,"max_client_batch_size":4,"router":"text-generation-router","version":"3.3.4","sha":null,"docker_label":null}""");
            case "/v1/models":
                return new Reply(200, """{"object":"list","data":[{"id":"tiny","object":"model","created":0,"owned_by":"tiny"}]}""");
            case "/v1/chat/completions":
                // The whole header is compared, in lower case; the refusal has no body.
                return string.Equals(request.Headers.GetValueOrDefault("Authorization"), $"Bearer {Key}", StringComparison.OrdinalIgnoreCase)
                    ? Unparsed(request.Json) ?? Invalid(request.Json)
                    : new Reply(401, "");
            default:
                return new Reply(404, "", Text);
        }
    }

    protected override IEnumerable<string> Stream(JsonObject body, string says)
    {
        yield return ":";
        yield return Chunk(body, Delta(says), null);
        yield return ":";
        if (Fault == ServedFault.DiesInMidAnswer)
        {
            yield return """data: {"error":{"message":"Request failed during generation: Server error: CUDA out of memory","http_status_code":422}}""";
        }
        else
        {
            // Calls of tools end with "stop", too.
            yield return Chunk(body, new JsonObject { ["role"] = "assistant", ["content"] = "" }, "stop");
            if (WantsUsage(body))
                yield return Chunk(body, null, null, Usage);
        }

        yield return "data: [DONE]";
    }

    // What its types cannot hold is refused before any rule is.
    private static Reply? Unparsed(JsonObject body)
    {
        if (body["response_format"] is JsonObject format && !IsKnown(format))
            return new Reply(422, $"Failed to deserialize the JSON body into the target type: response_format: unknown variant `{format["type"]}`, expected one of `json`, `json_object`, `regex`, `json_schema` at line 1 column 420", Text);
        if (body["stop"] is JsonValue)
            return new Reply(422, "Failed to deserialize the JSON body into the target type: stop: invalid type: string, expected a sequence at line 1 column 64", Text);
        return body["seed"] is JsonValue seed && (long)seed < 0
            ? new Reply(422, $"Failed to deserialize the JSON body into the target type: seed: invalid value: integer `{seed}`, expected u64 at line 1 column 80", Text)
            : null;
    }

    private Reply? Invalid(JsonObject body)
    {
        if (Fault == ServedFault.Overloaded)
            return Error(429, "Model is overloaded", "overloaded");
        if ((string?)body["model"] is not "tgi")
            return Error(422, $"Input validation error: adapter_id `{body["model"]}` is not loaded", "validation");
        if (body["top_p"] is JsonValue p && (double)p is <= 0 or >= 1)
            return Error(422, "Input validation error: `top_p` must be > 0.0 and < 1.0", "validation");
        if (body["tools"] is JsonArray { Count: > 0 } && body["response_format"] is not null)
            return Error(422, "Tool error: Grammar and tools are mutually exclusive", "tool_error");
        return Fault == ServedFault.ContextOverflow
            ? Error(422, "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 3900 `inputs` tokens and 1024 `max_new_tokens`", "validation")
            : null;
    }

    private static bool IsKnown(JsonObject format) => (string?)format["type"] switch
    {
        "json" or "json_object" or "regex" => format["value"] is not null,
        "json_schema" => format["value"] is JsonObject value && value["schema"] is not null,
        _ => false,
    };

    private static Reply Error(int status, string message, string type) => new(status, new JsonObject { ["error"] = message, ["error_type"] = type }.ToJsonString());
}
