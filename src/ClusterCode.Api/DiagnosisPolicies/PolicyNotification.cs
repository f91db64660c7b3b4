using ClusterCode.Api.Findings;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Api.DiagnosisPolicies;

/// <summary>A webhook that is told of diagnoses found and resolved.</summary>
public sealed record PolicyNotification
{
    /// <summary>The shape of the message.</summary>
    public required NotificationType Type { get; init; }

    /// <summary>The Secret in the operator's namespace that holds the webhook's URL.</summary>
    public required SecretKeyReference UrlSecretRef { get; init; }

    /// <summary>Only diagnoses at least this severe are told. Default: Warning.</summary>
    public Severity? MinSeverity { get; init; }
}
