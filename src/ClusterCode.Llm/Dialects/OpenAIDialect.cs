using System.Text.Json.Nodes;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Dialects;

/// <summary>The chat completions API as vLLM, llama-server, TGI, LiteLLM and others understand it.</summary>
internal sealed class OpenAIDialect(BackendSettings settings) : IRequestDialect
{
    private static readonly string[] Fields = ["temperature", "top_p", "seed", "stop", "stream_options", "chat_template_kwargs"];

    public IReadOnlyList<string> OptionalFields { get; } = [.. Fields, .. settings.Extra.Keys];

    public void Shape(JsonObject body, RequestProfile profile)
    {
        // Small models spend the whole answer on thinking; the templates that know the switch obey it, others ignore it.
        if (settings.Provider is LlmProvider.LlamaCpp or LlmProvider.VLLM)
            body["chat_template_kwargs"] = new JsonObject { ["enable_thinking"] = false };
        ExtraFields.Merge(body, settings.Extra);
        // TGI serves one model under this name; any other is taken for the id of an adapter.
        if (settings.Provider == LlmProvider.TGI)
            body["model"] = "tgi";
        BoundAnswer(body, profile.MaxTokens);
        ShapeFormat(body, profile.Schema);
        // TGI rejects top_p 1.0, which means "all" and is the default everywhere.
        if (settings.TopP is >= 1)
            body.Remove("top_p");
        foreach (var field in profile.Dropped)
            body.Remove(field);
    }

    private void BoundAnswer(JsonObject body, MaxTokensField field)
    {
        body.Remove("max_tokens");
        body.Remove("max_completion_tokens");
        body[field == MaxTokensField.MaxTokens ? "max_tokens" : "max_completion_tokens"] = settings.MaxAnswerTokens;
    }

    private void ShapeFormat(JsonObject body, SchemaMode mode)
    {
        // While it looks around, a model answers in words and calls.
        if (body["response_format"] is null)
            return;
        if (mode == SchemaMode.JsonSchema && settings.Provider == LlmProvider.TGI)
        {
            // TGI has its own nesting, the same since it learned schemas; it does not parse OpenAI's.
            var schema = body["response_format"]?["json_schema"]?["schema"];
            body.Remove("response_format");
            if (schema is not null)
                body["response_format"] = new JsonObject { ["type"] = "json", ["value"] = schema.DeepClone() };
        }
        else if (mode == SchemaMode.JsonObject && settings.Provider != LlmProvider.TGI)
        {
            body["response_format"] = new JsonObject { ["type"] = "json_object" };
        }
        else if (mode != SchemaMode.JsonSchema)
        {
            body.Remove("response_format");
        }
    }
}
