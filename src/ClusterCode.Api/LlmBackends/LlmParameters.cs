using System.Text.Json;

namespace ClusterCode.Api.LlmBackends;

/// <summary>Parameters of generation. What is absent is not sent, unless a default is named.</summary>
public sealed record LlmParameters
{
    /// <summary>The value of <see cref="MaxTokens"/> when it is absent.</summary>
    public const int DefaultMaxTokens = 1024;

    /// <summary>Randomness, 0 to 2. Default: 0.1.</summary>
    public double? Temperature { get; init; }

    /// <summary>The most tokens of one answer. Default: 1024.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Nucleus sampling, above 0 and at most 1.</summary>
    public double? TopP { get; init; }

    /// <summary>A seed, for servers that honour one.</summary>
    public long? Seed { get; init; }

    /// <summary>Texts that end the answer. At most 4.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>The model's context in tokens. Ollama is told so (<c>num_ctx</c>); elsewhere it bounds the prompt. Absent: what the server says, else 4096.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Ollama only: how long the model stays loaded, as a Go duration. Absent: 10m.</summary>
    public string? KeepAlive { get; init; }

    /// <summary>Further fields of the request's body, sent as they are.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Extra { get; init; }
}
