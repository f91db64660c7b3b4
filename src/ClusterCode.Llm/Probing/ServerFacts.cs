using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Probing;

/// <summary>What a server says about itself.</summary>
internal sealed record ServerFacts
{
    public string? Version { get; init; }

    /// <summary>The models that the server offers, as it names them.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Whether the configured model is among them.</summary>
    public required bool ServesModel { get; init; }

    public int? ContextWindow { get; init; }

    public LlmCapabilities? Capabilities { get; init; }
}
