using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Probing.Providers;

/// <summary>TGI: <c>/info</c> names the one model and its limits.</summary>
internal sealed class TgiProbe : IProviderProbe
{
    // The name under which TGI serves its model, whatever it is.
    private const string AnyModel = "tgi";

    public async Task<ServerFacts> AskAsync(ProbeExchange exchange, CancellationToken cancellationToken)
    {
        var info = await exchange.GetJsonAsync("info", cancellationToken);
        if (info.Text("model_id") is not { } model)
        {
            throw new BackendException(new BackendFailure(
                ConditionReasons.UnexpectedAnswer,
                $"GET {exchange.Settings.Endpoint.At("info")} answers with JSON that is not TGI's; correct spec.provider or spec.endpoint"));
        }

        return new ServerFacts
        {
            Version = info.Text("version"),
            Models = [model],
            ServesModel = exchange.Settings.Model is AnyModel || exchange.Settings.Model == model,
            ContextWindow = info.Whole("max_total_tokens"),
            Capabilities = new LlmCapabilities { JsonSchema = true, Streaming = true },
        };
    }
}
