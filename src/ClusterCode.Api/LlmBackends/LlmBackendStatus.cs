using k8s.Models;

namespace ClusterCode.Api.LlmBackends;

/// <summary>What probing a backend showed.</summary>
public sealed record LlmBackendStatus
{
    /// <summary>The <c>metadata.generation</c> that this status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>The value of annotation <c>cluster-code.io/requested-at</c> that this status answers.</summary>
    public string? LastHandledRequestedAt { get; init; }

    /// <summary>Ready, Reconciling, Stalled.</summary>
    public IReadOnlyList<V1Condition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>What the server says it is.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The models that the server offers; the first 50.</summary>
    public IReadOnlyList<string> Models { get; init => field = value ?? []; } = [];

    /// <summary>The context, in tokens, that the server gives the model.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>What the server can do.</summary>
    public LlmCapabilities? Capabilities { get; init; }

    /// <summary>Milliseconds that the last probe took, rounded to two digits, so that noise does not rewrite the status.</summary>
    public long? LatencyMs { get; init; }

    /// <summary>When the server was last probed with a result that changed this status.</summary>
    public DateTime? LastProbeTime { get; init; }

    /// <summary>Progress of a pull.</summary>
    public ModelPull? Pull { get; init; }

    /// <summary>What was asked of the server.</summary>
    public LlmUsage? Usage { get; init; }
}
