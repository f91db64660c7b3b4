using System.Text.Json.Nodes;
using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Dialects;

/// <summary>
/// Ollama's own chat API. It alone lets a request set the context, and without that Ollama takes a default that depends on the
/// machine's memory and silently drops what does not fit.
/// </summary>
internal sealed class OllamaDialect(BackendSettings settings) : IRequestDialect
{
    private static readonly string[] Fields = ["think", "keep_alive"];

    public IReadOnlyList<string> OptionalFields { get; } = [.. Fields, .. settings.Extra.Keys];

    public void Shape(JsonObject body, RequestProfile profile)
    {
        // The client library's own bookkeeping.
        body.Remove("CustomHeaders");
        // Ollama turns thinking on by default where a model can; the answer's budget is for the answer.
        body["think"] = false;
        body["keep_alive"] = settings.KeepAlive;
        ExtraFields.Merge(body, settings.Extra);
        if (body["options"] is not JsonObject options)
            body["options"] = options = [];
        options["num_ctx"] = settings.ContextWindow;
        options["num_predict"] = settings.MaxAnswerTokens;
        if (profile.Schema == SchemaMode.JsonObject && body["format"] is not null)
            body["format"] = "json";
        else if (profile.Schema == SchemaMode.Plain)
            body.Remove("format");
        foreach (var field in profile.Dropped)
            body.Remove(field);
    }
}
