namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>One follow-up question and its answer.</summary>
public sealed record ConversationTurn
{
    /// <summary>The question, as in <c>spec.followUps</c>.</summary>
    public required string Question { get; init; }

    /// <summary>The answer.</summary>
    public required string Answer { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTime? Time { get; init; }
}
