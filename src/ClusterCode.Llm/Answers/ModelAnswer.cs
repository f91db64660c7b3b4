namespace ClusterCode.Llm.Answers;

/// <summary>A model's answer in the form that was asked for. Nothing of it is checked against the evidence yet.</summary>
internal sealed record ModelAnswer
{
    /// <summary>The id of the cause that the model takes for the root, or "other".</summary>
    public required string Cause { get; init; }

    public required IReadOnlyList<Statement> Explanation { get; init; }

    public IReadOnlyList<Statement> Answer { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<Statement>> FollowUps { get; init; } = [];

    public IReadOnlyList<ProposedFix> Fixes { get; init; } = [];
}
