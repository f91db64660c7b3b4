using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;

namespace ClusterCode.Llm.Explaining;

/// <summary>An explanation, and whose it is.</summary>
public sealed record ExplanationOutcome
{
    /// <summary>
    /// Whether the explanation is what was asked for: a model's grounded answer, or the expert's own words where the backend is BuiltIn.
    /// False: the model failed, and the expert's words stand in for it.
    /// </summary>
    public required bool Explained { get; init; }

    /// <summary>True: the backend was not asked, because it has as much to do as its limits allow. Later it may be.</summary>
    public bool IsBusy { get; init; }

    /// <summary>The reason of condition Explained: one of <see cref="ConditionReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What happened, where, and how to mend it; bounded and free of secrets.</summary>
    public required string Message { get; init; }

    /// <summary>The explanation, in plain text with citations such as <c>[e3]</c>. Never empty.</summary>
    public required string Explanation { get; init; }

    /// <summary>The answer to the question; absent when none was asked.</summary>
    public string? Answer { get; init; }

    /// <summary>The follow-up questions with their answers, in order; times are not set.</summary>
    public IReadOnlyList<ConversationTurn> Conversation { get; init; } = [];

    /// <summary>What the model proposes beyond the expert's own remediation. Commands in it were checked for form, never for effect.</summary>
    public IReadOnlyList<Remediation> Remediation { get; init; } = [];

    /// <summary>Evidence that the model asked for, which the explanation may cite.</summary>
    public IReadOnlyList<EvidenceItem> Gathered { get; init; } = [];

    /// <summary>Who was asked, and what it cost.</summary>
    public required ModelUsage Usage { get; init; }
}
