using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Measuring;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Accuracy.Judging;

/// <summary>Compares what the expert said with what it must say.</summary>
public static class CaseJudge
{
    /// <summary>Requests for the diagnosis of one workload or object: the goal is 6 at the 95th percentile, and the farthest walk to a cause may take more.</summary>
    private const int RequestsOfObject = 16;

    /// <summary>Requests for the diagnosis of a namespace.</summary>
    private const int RequestsOfNamespace = 40;

    /// <summary>Judges a report.</summary>
    public static Verdict Judge(CaseExpectation expected, MeasuredReport measured)
    {
        var report = measured.Report;
        return expected.Healthy ? OfHealthy(report) : OfFailing(expected, measured, report);
    }

    /// <summary>All causes in words, to tell two reports apart.</summary>
    public static string Causes(MeasuredReport measured) =>
        $"{measured.Report.Outcome}\n{string.Join('\n', Causes(measured.Report).Select(c => $"  {c.Category} at {Name(c.Resource)} ({c.Confidence}): {c.Summary}"))}";

    /// <summary>The report in a few lines, for the message of a test that fails.</summary>
    public static string Describe(MeasuredReport measured) =>
        $"{Causes(measured)}\n  {measured.Report.Message}\n  asked {measured.Requests.Count}: {string.Join(", ", measured.Requests)}";

    /// <summary>Whether the root cause claims little: it is not sure, so that it names less than there is rather than something wrong.</summary>
    public static bool SaysNothingElse(MeasuredReport measured) => measured.Report.RootCause is { Confidence: Confidence.Low } or { Category: CauseCategories.Unknown };

    private static Verdict OfHealthy(ExpertReport report)
    {
        var isHealthy = report.Outcome == ExpertOutcome.Healthy;
        string[] problems = isHealthy ? [] : [$"the report is {report.Outcome}, not Healthy: {report.Message}"];
        return new Verdict
        {
            CategoryCorrect = isHealthy,
            ResourceCorrect = isHealthy,
            SummaryComplete = isHealthy,
            WrongStatements = problems,
            Problems = problems,
        };
    }

    private static Verdict OfFailing(CaseExpectation expected, MeasuredReport measured, ExpertReport report)
    {
        var cause = report.RootCause;
        var categories = expected.Category.Length > 0 ? expected.Category : [.. expected.Causes.SelectMany(Alternatives)];
        var category = report.Outcome == ExpertOutcome.CauseFound && categories.Contains(cause?.Category);
        var resource = expected.Resource is null || (cause is not null && Alternatives(expected.Resource).Contains(Name(cause.Resource)));
        var missing = expected.Summary.Where(w => cause?.Summary.Contains(w, StringComparison.OrdinalIgnoreCase) != true).ToList();
        List<string> lacking =
        [
            .. expected.Additional.Where(c => report.AdditionalCauses.All(a => a.Category != c)),
            .. expected.Causes.Where(c => !Causes(report).Any(r => Alternatives(c).Contains(r.Category))),
        ];
        List<string> wrong = [.. Wrong(expected, report)];
        if (report.Outcome == ExpertOutcome.CauseFound && !category && !SaysNothingElse(measured))
        {
            wrong.Add($"the root cause is not so: {cause?.Summary}");
        }

        List<string> problems = [];
        if (!category)
        {
            problems.Add($"the category is {cause?.Category ?? "none"} ({report.Outcome}), not {string.Join(" or ", categories)}");
        }

        if (!resource)
        {
            problems.Add($"the root cause points at {(cause is null ? "nothing" : Name(cause.Resource))}, not at {expected.Resource}");
        }

        problems.AddRange(missing.Select(w => $"the summary does not say \"{w}\""));
        problems.AddRange(lacking.Select(c => $"no cause is {c}"));
        problems.AddRange(wrong);
        var most = expected.Requests ?? (expected.Target is null ? RequestsOfNamespace : RequestsOfObject);
        if (measured.Requests.Count > most)
        {
            problems.Add($"it took {measured.Requests.Count} requests, and {most} are the most");
        }

        return new Verdict
        {
            CategoryCorrect = category,
            ResourceCorrect = resource,
            SummaryComplete = missing.Count == 0 && lacking.Count == 0,
            WrongStatements = wrong,
            Problems = problems,
        };
    }

    private static IEnumerable<string> Wrong(CaseExpectation expected, ExpertReport report)
    {
        foreach (var word in expected.MustNot.Where(w => Causes(report).Any(c => c.Summary.Contains(w, StringComparison.OrdinalIgnoreCase))))
        {
            yield return $"a cause says \"{word}\"";
        }

        HashSet<string> known = [.. expected.Additional, .. expected.MayAlso, .. expected.Causes.SelectMany(Alternatives)];
        foreach (var cause in report.AdditionalCauses.Where(c => !known.Contains(c.Category)))
        {
            yield return $"an additional cause is not so: {cause.Category} at {Name(cause.Resource)}: {cause.Summary}";
        }
    }

    private static IEnumerable<RootCause> Causes(ExpertReport report) => new[] { report.RootCause }.Concat(report.AdditionalCauses).OfType<RootCause>();

    private static string[] Alternatives(string text) => text.Split('|');

    private static string Name(ResourceReference resource) => $"{resource.Kind}/{resource.Name}";
}
