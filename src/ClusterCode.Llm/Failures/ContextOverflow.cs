namespace ClusterCode.Llm.Failures;

/// <summary>Recognises the many ways in which servers say that a prompt is too long.</summary>
internal static class ContextOverflow
{
    // llama-server, OpenAI, LiteLLM, vLLM (old and new), TGI, Ollama; in this order.
    private static readonly string[] Signs =
    [
        "exceed_context_size_error",
        "Context size has been exceeded",
        "exceeds the available context size",
        "context_length_exceeded",
        "ContextWindowExceededError",
        "maximum context length",
        "context length is only",
        "`max_new_tokens` must be <=",
        "longer than the context length",
    ];

    /// <summary>Whether a server's error is about the prompt's length. A status alone never tells: it may be 400, 413, 422 or 500.</summary>
    public static bool IsMeantBy(ErrorBody error) => Signs.Any(sign =>
        error.Message.Contains(sign, StringComparison.OrdinalIgnoreCase)
        || string.Equals(error.Type, sign, StringComparison.OrdinalIgnoreCase));
}
