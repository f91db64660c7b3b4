namespace ClusterCode.Llm.Probing.Providers;

/// <summary>Any other server: <c>/v1/models</c> is all that can be relied on.</summary>
internal sealed class OpenAICompatibleProbe : IProviderProbe
{
    public async Task<ServerFacts> AskAsync(ProbeExchange exchange, CancellationToken cancellationToken)
    {
        var models = OpenAIModelList.Names(await OpenAIModelList.GetAsync(exchange, cancellationToken));
        return new ServerFacts { Models = models, ServesModel = models.Contains(exchange.Settings.Model, StringComparer.Ordinal) };
    }
}
