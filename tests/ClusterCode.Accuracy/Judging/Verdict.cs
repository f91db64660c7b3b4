namespace ClusterCode.Accuracy.Judging;

/// <summary>What is right and what is wrong about a report.</summary>
public sealed record Verdict
{
    /// <summary>The root cause's category is one of those that are right, or the report is healthy as it should be.</summary>
    public required bool CategoryCorrect { get; init; }

    /// <summary>The root cause points at the right object.</summary>
    public required bool ResourceCorrect { get; init; }

    /// <summary>The root cause's sentence contains all that it must, and the additional causes are all there.</summary>
    public required bool SummaryComplete { get; init; }

    /// <summary>What was said and is not so.</summary>
    public required IReadOnlyList<string> WrongStatements { get; init; }

    /// <summary>All that is wrong, in words.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Nothing is wrong.</summary>
    public bool IsRight => Problems.Count == 0;
}
