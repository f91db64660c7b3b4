using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Probing.Providers;

/// <summary>vLLM: <c>/v1/models</c> with each model's context, <c>/version</c>.</summary>
internal sealed class VllmProbe : IProviderProbe
{
    public async Task<ServerFacts> AskAsync(ProbeExchange exchange, CancellationToken cancellationToken)
    {
        var entries = await OpenAIModelList.GetAsync(exchange, cancellationToken);
        var version = await exchange.TryGetJsonAsync("version", cancellationToken);
        return new ServerFacts
        {
            Version = version?.Text("version"),
            Models = OpenAIModelList.Names(entries),
            ServesModel = entries.Any(entry => entry.Text("id") == exchange.Settings.Model),
            ContextWindow = entries.Where(entry => entry.Text("id") == exchange.Settings.Model).Select(entry => entry.Whole("max_model_len")).FirstOrDefault(),
            Capabilities = new LlmCapabilities { JsonSchema = true, Streaming = true },
        };
    }
}
