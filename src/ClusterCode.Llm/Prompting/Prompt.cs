namespace ClusterCode.Llm.Prompting;

/// <summary>What a model is asked.</summary>
/// <param name="System">The constant part; it comes first, so that servers keep its state between requests.</param>
/// <param name="User">The diagnosis, the questions, and the form of the answer.</param>
/// <param name="ShownEvidence">Ids of the evidence in it.</param>
/// <param name="AskedFollowUps">How many of the follow-up questions are in it, counted from the last.</param>
internal sealed record Prompt(string System, string User, IReadOnlyList<string> ShownEvidence, int AskedFollowUps)
{
    /// <summary>At most so many tokens.</summary>
    public int EstimatedTokens => TokenEstimate.Upper(System) + TokenEstimate.Upper(User);
}
