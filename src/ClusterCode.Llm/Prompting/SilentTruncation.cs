using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Prompting;

/// <summary>
/// Ollama cuts prompts that do not fit without saying so, and then answers about half of the evidence. How many tokens it read is
/// the only sign.
/// </summary>
internal static class SilentTruncation
{
    /// <summary>The failure, when the server read fewer tokens than the prompt can possibly be.</summary>
    /// <param name="prompt">What was sent.</param>
    /// <param name="readTokens">What the server says it read; absent or 0 when it does not say.</param>
    /// <param name="settings">The backend.</param>
    public static BackendFailure? Detect(Prompt prompt, long? readTokens, BackendSettings settings)
    {
        var sent = TokenEstimate.Lower(prompt.System) + TokenEstimate.Lower(prompt.User);
        if (settings.Provider != LlmProvider.Ollama || readTokens is not > 0 || readTokens >= sent)
            return null;
        return new BackendFailure(
            ConditionReasons.ContextOverflow,
            $"{settings.Endpoint.Root} read {readTokens} tokens of a prompt of at least {sent}: it cut the prompt without saying so, although {settings.ContextWindow} tokens were asked for (num_ctx); lower spec.parameters.contextWindow to what the server can give model {settings.Model}");
    }
}
