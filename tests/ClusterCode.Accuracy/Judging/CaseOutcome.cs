using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Measuring;

namespace ClusterCode.Accuracy.Judging;

/// <summary>How a scenario ended.</summary>
/// <param name="Case">The scenario.</param>
/// <param name="Verdict">What is right and wrong.</param>
/// <param name="Last">The last diagnosis; null where there was none.</param>
/// <param name="Detail">For the message of a test that fails: what was said, and what the cluster shows.</param>
public sealed record CaseOutcome(AccuracyCase Case, Verdict Verdict, MeasuredReport? Last, string Detail)
{
    /// <summary>Diagnoses a recording of what the last diagnosis read: nothing of it is the cluster's time. Null where there is none.</summary>
    public Func<CancellationToken, Task<MeasuredReport>>? ReplayAsync { get; init; }

    /// <summary>What a person needs to see why the scenario failed.</summary>
    public string Message
    {
        get
        {
            var expected = Case.Expectation;
            var wanted = expected.Healthy ? "Healthy" : $"{string.Join(" or ", expected.Category.Concat(expected.Causes))} at {expected.Resource} saying {string.Join(", ", expected.Summary)}";
            return $"{Case.FullName}: {string.Join("; ", Verdict.Problems)}\nexpected: {wanted}\ngot: {Detail}";
        }
    }

    /// <summary>A scenario that could not even be judged.</summary>
    public static CaseOutcome Broken(AccuracyCase scenario, string problem) => new(
        scenario,
        new Verdict { CategoryCorrect = false, ResourceCorrect = false, SummaryComplete = false, WrongStatements = [], Problems = [problem] },
        null,
        problem);
}
