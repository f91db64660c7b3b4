using System.Text.Json.Serialization;

namespace ClusterCode.Api.LlmBackends;

/// <summary>The kind of model server.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LlmProvider>))]
public enum LlmProvider
{
    /// <summary>No model: the expert's own words.</summary>
    BuiltIn,

    /// <summary>Ollama, through its native API.</summary>
    Ollama,

    /// <summary>vLLM's OpenAI-compatible server.</summary>
    VLLM,

    /// <summary>llama.cpp's llama-server.</summary>
    LlamaCpp,

    /// <summary>Hugging Face Text Generation Inference.</summary>
    TGI,

    /// <summary>A LiteLLM proxy.</summary>
    LiteLLM,

    /// <summary>Any other server with OpenAI's chat completions API.</summary>
    OpenAICompatible,
}
