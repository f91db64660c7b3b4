using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Prompting;

/// <summary>The tokens that a prompt may have, so that prompt and answer fit the model's context together.</summary>
/// <param name="ContextTokens">Tokens of the system text and the message that the context has room for.</param>
/// <param name="PromptTokens">Tokens that a prompt is given: less than there is room for, where the context is large.</param>
internal sealed record PromptBudget(int ContextTokens, int PromptTokens)
{
    /// <summary>
    /// What proves a cause fits in so much. A small model reads a few hundred tokens a second on a CPU, and understands a short prompt better than a long one.
    /// </summary>
    private const int EnoughTokens = 2400;

    // What chat templates add around two messages: markers, role names, sometimes a date.
    private const int TemplateTokens = 48;

    public static PromptBudget Of(BackendSettings settings)
    {
        var room = settings.ContextWindow - settings.MaxAnswerTokens - TemplateTokens;
        return new PromptBudget(room, Math.Min(room, EnoughTokens));
    }
}
