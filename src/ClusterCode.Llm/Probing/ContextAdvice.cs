using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Probing;

/// <summary>What to change where a model's context does not do. It can be used as it is: a smaller prompt carries less evidence.</summary>
internal static class ContextAdvice
{
    private const int Needed = BackendDefaults.ContextWindow;

    /// <summary>The advice, beginning with what joins it to a sentence; empty where there is none.</summary>
    /// <param name="served">The context that the server gives the model, in tokens; absent where it does not say.</param>
    /// <param name="settings">The backend.</param>
    public static string For(int? served, BackendSettings settings) => (served, settings.ContextWindowAsked) switch
    {
        ({ } given, { } asked) when asked > given =>
            $"; spec.parameters.contextWindow ({asked}) is more than the {given} tokens that the server gives the model: lower it, or prompts may be refused",
        (< Needed, _) =>
            $"; the {served} tokens of context that the server gives it are fewer than the {Needed} that a diagnosis needs, so that evidence is left out: {Remedy(settings.Provider)}",
        (_, < Needed) =>
            $"; spec.parameters.contextWindow ({settings.ContextWindowAsked}) is less than the {Needed} tokens that a diagnosis needs, so that evidence is left out: raise it if the server's memory allows",
        _ => "",
    };

    private static string Remedy(LlmProvider provider) => provider switch
    {
        LlmProvider.LlamaCpp => "start llama-server with a larger --ctx-size, which its slots (--parallel) share",
        LlmProvider.VLLM => "start vLLM with a larger --max-model-len",
        LlmProvider.TGI => "start TGI with a larger --max-total-tokens",
        _ => "choose a model with a larger one",
    };
}
