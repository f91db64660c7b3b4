using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Tests.Servers.Strict;

/// <summary>The LiteLLM proxy with virtual keys, without <c>drop_params</c>.</summary>
internal sealed class StrictLiteLlm : StrictServer
{
    public override LlmProvider Provider => LlmProvider.LiteLLM;

    /// <summary>Parameters that the model behind it does not know.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    protected override Reply? Refusal(RecordedRequest request)
    {
        if (request.Path == "/health/liveliness")
            return new Reply(200, "\"I'm alive!\"");
        if (request.Headers.GetValueOrDefault("Authorization") is not { } header || header != $"Bearer {Key}")
            return Unauthorized(request.Headers.GetValueOrDefault("Authorization")?.Split(' ')[^1] ?? "");
        return request.Path switch
        {
            // Asks every model that it knows, which costs what they cost.
            "/health" => new Reply(200, """{"healthy_endpoints":[],"unhealthy_endpoints":[],"healthy_count":0,"unhealthy_count":0}"""),
            "/v1/models" => new Reply(200, """{"data":[{"id":"tiny","object":"model","created":1677610602,"owned_by":"openai"}],"object":"list"}"""),
            "/v1/chat/completions" => Refusal(request.Json),
            _ => new Reply(404, """{"detail":"Not Found"}"""),
        };
    }

    protected override IEnumerable<string> Stream(JsonObject body, string says)
    {
        yield return Chunk(body, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        yield return Chunk(body, Delta(says), null);
        if (Fault == ServedFault.DiesInMidAnswer)
        {
            yield return """data: {"error": {"message": "litellm.APIConnectionError: OllamaException - peer closed connection without sending complete message body", "type": null, "param": null, "code": "500"}}""";
            yield break;
        }

        yield return Chunk(body, [], says.StartsWith('\0') ? "tool_calls" : "stop");
        if (WantsUsage(body))
            yield return Chunk(body, null, null, Usage);
        yield return "data: [DONE]";
    }

    private Reply? Refusal(JsonObject body)
    {
        if ((string?)body["model"] is not "tiny")
            return Error(400, null, $"/chat/completions: Invalid model name passed in model={body["model"]}. Call `/v1/models` to view available models for your key.");
        if (Fault == ServedFault.Overloaded)
            return Error(429, "throttling_error", "No deployments available for selected model, Try again in 5 seconds. Passed model=tiny. pre-call-checks=False, cooldown_list=['5b8f']");
        var unknown = Unsupported.Where(name => body[name] is not null).ToList();
        if (unknown.Count > 0)
            return Error(400, "None", $"litellm.UnsupportedParamsError: ollama does not support parameters: [{string.Join(", ", unknown.Select(name => $"'{name}'"))}], for model=tiny. To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n. Received Model Group=tiny\nAvailable Model Group Fallbacks=None");
        return Fault == ServedFault.ContextOverflow
            ? Error(400, null, "litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - the request exceeds the model. Received Model Group=tiny\nAvailable Model Group Fallbacks=None")
            : null;
    }

    // Its refusal repeats the key, its tail and its hash.
    private static Reply Unauthorized(string key) => Error(
        401,
        "token_not_found_in_db",
        $"Authentication Error, Invalid proxy server token passed. Received API Key = {key}, Key Hash (Token) ={Hash(key)}. Unable to find token in cache or `LiteLLM_VerificationTokenTable`",
        "key");

    /// <summary>The form in which it keeps keys.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Reply Error(int status, string? type, string message, string? parameter = "None") => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = parameter, ["code"] = $"{status}" },
    }.ToJsonString());
}
