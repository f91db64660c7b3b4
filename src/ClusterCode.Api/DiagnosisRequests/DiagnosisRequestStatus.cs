using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using k8s.Models;

namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>What was found. Complete without a model; a model adds <see cref="Explanation"/>, <see cref="Answer"/> and <see cref="Conversation"/>.</summary>
public sealed record DiagnosisRequestStatus
{
    /// <summary>The <c>metadata.generation</c> that this status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>The value of annotation <c>cluster-code.io/requested-at</c> that this status answers.</summary>
    public string? LastHandledRequestedAt { get; init; }

    /// <summary>A word for people; the conditions are the contract.</summary>
    public DiagnosisPhase? Phase { get; init; }

    /// <summary>Ready, Reconciling, Stalled, Analyzed, Explained, Resolved.</summary>
    public IReadOnlyList<V1Condition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>The target as the columns print it, such as <c>Deployment/checkout</c>.</summary>
    public string? Target { get; init; }

    /// <summary>The worst severity among the findings; absent when healthy.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The one cause that explains most of the findings.</summary>
    public RootCause? RootCause { get; init; }

    /// <summary>Independent further causes, the more severe first.</summary>
    public IReadOnlyList<RootCause> AdditionalCauses { get; init => field = value ?? []; } = [];

    /// <summary>All findings, causes before their symptoms.</summary>
    public IReadOnlyList<Finding> Findings { get; init => field = value ?? []; } = [];

    /// <summary>The evidence that the findings cite.</summary>
    public IReadOnlyList<EvidenceItem> Evidence { get; init => field = value ?? []; } = [];

    /// <summary>The explanation: a model's, grounded in the evidence, else the expert's own words. Absent at depth Analyze.</summary>
    public string? Explanation { get; init; }

    /// <summary>The answer to <c>spec.question</c>.</summary>
    public string? Answer { get; init; }

    /// <summary>The answers to <c>spec.followUps</c>.</summary>
    public IReadOnlyList<ConversationTurn> Conversation { get; init => field = value ?? []; } = [];

    /// <summary>How the explanation came about.</summary>
    public ModelUsage? Model { get; init; }

    /// <summary>The failure's identity across pods and times: namespace, workload, container, category, normalised message.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>How often the failure was seen.</summary>
    public FailureOccurrences? Occurrences { get; init; }

    /// <summary>When the operator began.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>When the diagnosis was complete.</summary>
    public DateTime? CompletionTime { get; init; }

    /// <summary>When the failure was over; absent while it goes on.</summary>
    public DateTime? ResolvedTime { get; init; }
}
