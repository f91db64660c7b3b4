using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Prompting;

/// <summary>The tokens that a prompt may have, so that prompt and answer fit the model's context together.</summary>
/// <param name="PromptTokens">Tokens of the system text and the message.</param>
internal sealed record PromptBudget(int PromptTokens)
{
    // What chat templates add around two messages: markers, role names, sometimes a date.
    private const int TemplateTokens = 48;

    public static PromptBudget Of(BackendSettings settings) => new(settings.ContextWindow - settings.MaxAnswerTokens - TemplateTokens);
}
