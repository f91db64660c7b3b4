namespace ClusterCode.Llm.Dialects;

/// <summary>The field that bounds an answer's length.</summary>
internal enum MaxTokensField
{
    /// <summary><c>max_tokens</c>: understood by all that people host themselves.</summary>
    MaxTokens,

    /// <summary><c>max_completion_tokens</c>: wanted by OpenAI's newer models, ignored by Ollama's /v1 and old vLLM.</summary>
    MaxCompletionTokens,
}
