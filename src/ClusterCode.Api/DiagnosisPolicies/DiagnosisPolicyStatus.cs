using k8s.Models;

namespace ClusterCode.Api.DiagnosisPolicies;

/// <summary>What a policy did: counts over the DiagnosisRequests that exist.</summary>
public sealed record DiagnosisPolicyStatus
{
    /// <summary>The <c>metadata.generation</c> that this status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Ready, Reconciling, Stalled.</summary>
    public IReadOnlyList<V1Condition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>Failures that the policy matches at the moment.</summary>
    public int? Failing { get; init; }

    /// <summary>DiagnosisRequests of this policy that exist.</summary>
    public int? Diagnoses { get; init; }

    /// <summary>Of those, how many are under way.</summary>
    public int? Active { get; init; }

    /// <summary>Of those, how many are resolved.</summary>
    public int? Resolved { get; init; }
}
