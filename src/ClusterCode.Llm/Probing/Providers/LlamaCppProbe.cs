using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Probing.Providers;

/// <summary>llama-server: <c>/health</c>, which needs no key and tells that the model is loading; <c>/v1/models</c>, which needs the key; <c>/props</c>.</summary>
internal sealed class LlamaCppProbe : IProviderProbe
{
    public async Task<ServerFacts> AskAsync(ProbeExchange exchange, CancellationToken cancellationToken)
    {
        await exchange.GetJsonAsync("health", cancellationToken);
        var entries = await OpenAIModelList.GetAsync(exchange, cancellationToken);
        var properties = await exchange.TryGetJsonAsync("props", cancellationToken);
        var names = OpenAIModelList.Names(entries);
        return new ServerFacts
        {
            Version = properties?.Text("build_info"),
            Models = names,
            ServesModel = names.Any(name => IsSame(name, exchange.Settings.Model)),
            // What one slot has, not what the model was trained for.
            ContextWindow = properties?.Member("default_generation_settings")?.Whole("n_ctx") is > 0 and var window
                ? window
                : entries.Select(entry => entry.Member("meta")?.Whole("n_ctx")).FirstOrDefault(n => n is > 0),
            Capabilities = new LlmCapabilities
            {
                JsonSchema = true,
                Streaming = true,
                Tools = properties?.Member("chat_template_caps")?.Member("supports_tools") is { } tools
                    ? tools.ValueKind == System.Text.Json.JsonValueKind.True
                    : null,
            },
        };
    }

    // Without --alias the server names its model by the path of the file.
    private static bool IsSame(string served, string wanted)
    {
        var file = served[(served.LastIndexOf('/') + 1)..];
        return served == wanted || file == wanted || file == wanted + ".gguf";
    }
}
