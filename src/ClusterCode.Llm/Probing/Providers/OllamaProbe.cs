using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Probing.Providers;

/// <summary>Ollama: <c>/api/version</c>, <c>/api/tags</c>, and <c>/api/show</c> for the model's context and abilities.</summary>
internal sealed class OllamaProbe : IProviderProbe
{
    public async Task<ServerFacts> AskAsync(ProbeExchange exchange, CancellationToken cancellationToken)
    {
        var version = await exchange.GetJsonAsync("api/version", cancellationToken);
        var tags = await exchange.GetJsonAsync("api/tags", cancellationToken);
        if (version.Text("version") is null || tags.Member("models") is null)
        {
            throw new BackendException(new BackendFailure(
                ConditionReasons.UnexpectedAnswer,
                $"GET {exchange.Settings.Endpoint.At("api/version")} answers with JSON that is not Ollama's; correct spec.provider or spec.endpoint"));
        }

        var models = tags.Items("models").Select(model => model.Text("name") ?? model.Text("model")).OfType<string>().ToList();
        var facts = new ServerFacts
        {
            Version = version.Text("version"),
            Models = models,
            ServesModel = models.Any(name => IsSame(name, exchange.Settings.Model)),
        };
        return facts.ServesModel ? await WithModelAsync(facts, exchange, cancellationToken) : facts;
    }

    private static async Task<ServerFacts> WithModelAsync(ServerFacts facts, ProbeExchange exchange, CancellationToken cancellationToken)
    {
        var question = new JsonObject { ["model"] = exchange.Settings.Model }.ToJsonString();
        JsonElement shown;
        try
        {
            shown = await exchange.PostJsonAsync("api/show", question, cancellationToken);
        }
        catch (BackendException exception) when (exception.Failure.Status is not null)
        {
            // The model is there; that its details cannot be had keeps nobody from using it.
            return facts;
        }

        var abilities = shown.Items("capabilities").Where(a => a.ValueKind == JsonValueKind.String).Select(a => a.GetString()).ToHashSet();
        return facts with
        {
            ContextWindow = ContextOf(shown.Member("model_info")),
            Capabilities = new LlmCapabilities { JsonSchema = true, Streaming = true, Tools = abilities.Count > 0 ? abilities.Contains("tools") : null },
        };
    }

    // "llama.context_length": the architecture is part of the name.
    private static int? ContextOf(JsonElement? info)
    {
        if (info is not { ValueKind: JsonValueKind.Object } details)
            return null;
        foreach (var property in details.EnumerateObject())
        {
            if (property.Name.EndsWith(".context_length", StringComparison.Ordinal))
                return details.Whole(property.Name);
        }

        return null;
    }

    // A name without a tag means "latest".
    private static bool IsSame(string served, string wanted) =>
        string.Equals(served, wanted, StringComparison.OrdinalIgnoreCase)
        || (!wanted.Contains(':', StringComparison.Ordinal) && string.Equals(served, wanted + ":latest", StringComparison.OrdinalIgnoreCase));
}
