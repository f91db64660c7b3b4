using ClusterCode.Api.Findings;

namespace ClusterCode.Llm.Caching;

/// <summary>What a model said of a diagnosis, and what of it stood up to the evidence.</summary>
public sealed record StoredAnswer
{
    /// <summary>The explanation, a statement with its citations a line.</summary>
    public required string Explanation { get; init; }

    /// <summary>The answer to the question; absent when none was asked, or the model had none.</summary>
    public string? Answer { get; init; }

    /// <summary>The answers to the follow-up questions, in order.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = [];

    /// <summary>What the model proposed.</summary>
    public IReadOnlyList<Remediation> Remediation { get; init; } = [];

    /// <summary>When the model answered.</summary>
    public required DateTimeOffset At { get; init; }
}
