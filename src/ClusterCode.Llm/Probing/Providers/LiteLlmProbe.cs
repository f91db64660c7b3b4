using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Probing.Providers;

/// <summary>LiteLLM: <c>/health/liveliness</c> and the key's models. Never <c>/health</c>, which makes the proxy ask every model, and costs money.</summary>
internal sealed class LiteLlmProbe : IProviderProbe
{
    public async Task<ServerFacts> AskAsync(ProbeExchange exchange, CancellationToken cancellationToken)
    {
        var version = await exchange.CheckAsync("health/liveliness", "x-litellm-version", cancellationToken);
        var models = OpenAIModelList.Names(await OpenAIModelList.GetAsync(exchange, cancellationToken));
        return new ServerFacts
        {
            Version = version,
            Models = models,
            ServesModel = models.Any(name => Covers(name, exchange.Settings.Model)),
            Capabilities = new LlmCapabilities { Streaming = true },
        };
    }

    // A proxy may offer "*" or "openai/*".
    private static bool Covers(string offered, string wanted) =>
        offered == wanted || (offered.EndsWith('*') && wanted.StartsWith(offered[..^1], StringComparison.Ordinal));
}
