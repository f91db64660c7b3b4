using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Probing.Providers;

/// <summary>The list of models in OpenAI's API, which all compatible servers share.</summary>
internal static class OpenAIModelList
{
    public const string Path = "v1/models";

    /// <summary>The entries of the list; vLLM sends null for an empty one.</summary>
    /// <exception cref="BackendException">The answer is not such a list.</exception>
    public static async Task<IReadOnlyList<JsonElement>> GetAsync(ProbeExchange exchange, CancellationToken cancellationToken)
    {
        var answer = await exchange.GetJsonAsync(Path, cancellationToken);
        if (answer.Member("data") is not { ValueKind: JsonValueKind.Array or JsonValueKind.Null })
        {
            throw new BackendException(new BackendFailure(
                ConditionReasons.UnexpectedAnswer,
                $"GET {exchange.Settings.Endpoint.At(Path)} answers with JSON that is no list of models: that is not the API of provider {exchange.Settings.Provider}; correct spec.provider or spec.endpoint"));
        }

        return [.. answer.Items("data").Where(entry => entry.Text("id") is not null)];
    }

    public static IReadOnlyList<string> Names(IEnumerable<JsonElement> entries) => [.. entries.Select(entry => entry.Text("id")!)];
}
