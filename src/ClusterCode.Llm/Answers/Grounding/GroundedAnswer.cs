using ClusterCode.Api.Findings;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>What is left of a model's answer when everything that the evidence does not bear is gone.</summary>
internal sealed record GroundedAnswer
{
    /// <summary>The explanation; empty when nothing is left.</summary>
    public required string Explanation { get; init; }

    /// <summary>The evidence that the explanation cites.</summary>
    public required IReadOnlySet<string> Cited { get; init; }

    /// <summary>The answer to the question; empty when nothing is left or none was asked.</summary>
    public required string Answer { get; init; }

    /// <summary>The answers to the follow-ups that were asked; empty texts where nothing is left.</summary>
    public required IReadOnlyList<string> FollowUps { get; init; }

    public required IReadOnlyList<Remediation> Fixes { get; init; }

    /// <summary>How many statements were made.</summary>
    public required int Made { get; init; }

    /// <summary>How many sentences denied what the expert found. They were dropped.</summary>
    public required int Denials { get; init; }

    /// <summary>Why statements, or sentences of them, were dropped: words for a model to act on. They quote it, so they are not to be shown.</summary>
    public required IReadOnlyList<string> Dropped { get; init; }
}
