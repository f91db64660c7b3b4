using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Probing;

/// <summary>What probing a backend showed.</summary>
public sealed record ProbeResult
{
    /// <summary>Whether the backend can be used.</summary>
    public required bool Ready { get; init; }

    /// <summary>The reason of condition Ready: one of <see cref="ConditionReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What was found, where, and how to mend it; bounded and free of secrets.</summary>
    public required string Message { get; init; }

    /// <summary>What the server says it is.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>Names of the models that the server offers; at most 50.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The context, in tokens, that the server gives the model, where it says so.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>What the server can do, as far as it says.</summary>
    public LlmCapabilities? Capabilities { get; init; }

    /// <summary>Progress of a pull, while the model is being pulled.</summary>
    public ModelPull? Pull { get; init; }

    /// <summary>How long the probe took; absent when nothing was sent.</summary>
    public TimeSpan? Latency { get; init; }
}
