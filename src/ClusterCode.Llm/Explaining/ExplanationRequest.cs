using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Investigating;

namespace ClusterCode.Llm.Explaining;

/// <summary>A diagnosis to explain. All text in it is treated as data that anyone in the cluster may have written.</summary>
public sealed record ExplanationRequest
{
    /// <summary>What was diagnosed, such as <c>Deployment shop/checkout</c>.</summary>
    public required string TargetDescription { get; init; }

    /// <summary>The failure's fingerprint; absent where nothing is known to fail.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The user's question; absent when none was asked.</summary>
    public string? Question { get; init; }

    /// <summary>The language of the explanation, as a BCP 47 tag.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Further questions, in order.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = [];

    /// <summary>How the first of the further questions were answered before. What no longer stands is asked anew.</summary>
    public IReadOnlyList<ConversationTurn> History { get; init; } = [];

    /// <summary>False: another backend can be asked instead, so that neither a limit nor a failure that may pass is waited out.</summary>
    public bool MayWait { get; init; } = true;

    /// <summary>The expert's root cause; absent when healthy or unknown.</summary>
    public RootCause? RootCause { get; init; }

    /// <summary>The expert's independent further causes.</summary>
    public IReadOnlyList<RootCause> AdditionalCauses { get; init; } = [];

    /// <summary>The expert's findings, causes before their symptoms.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What the model may ask before it explains; empty at depth Explain.</summary>
    public IReadOnlyList<ModelTool> Tools { get; init; } = [];

    /// <summary>Ids of evidence that the model asked for.</summary>
    public IReadOnlyList<string> Investigated { get; init; } = [];

    /// <summary>The evidence that causes and findings cite.</summary>
    public IReadOnlyList<EvidenceItem> Evidence { get; init; } = [];
}
