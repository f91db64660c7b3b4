using System.Globalization;
using System.Text.Json;
using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Constructed;
using ClusterCode.Accuracy.Judging;
using ClusterCode.Accuracy.Live;
using ClusterCode.Accuracy.Measuring;

namespace ClusterCode.Benchmarks.Accuracy;

/// <summary>How often the expert is right: every scenario, on a real node or over constructed objects, as the tests run them.</summary>
internal static class AccuracyBenchmark
{
    private static readonly HashSet<string> Workloads = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"];

    /// <summary>Runs the scenarios whose full name contains one of the words; all of them where there are none.</summary>
    public static async Task<int> RunAsync(string[] words, CancellationToken cancellationToken)
    {
        var kubeconfig = Environment.GetEnvironmentVariable("CLUSTERCODE_KUBECONFIG")
            ?? throw new InvalidOperationException("CLUSTERCODE_KUBECONFIG must name the kubeconfig of a cluster administrator; hack/bench.sh sets it up");
        await using var cluster = new LiveCluster(kubeconfig);
        using var run = new LiveRun(cluster, Console.Error.WriteLine);
        run.Start(AccuracyCatalog.Live.Where(IsWanted), cancellationToken);
        List<CaseOutcome> outcomes = [.. await run.AllAsync()];
        foreach (var scenario in AccuracyCatalog.Constructed.Where(IsWanted))
        {
            outcomes.Add(await ConstructedRun.RunAsync(scenario, cancellationToken));
        }

        var large = await ConstructedRun.RunAsync(LargeNamespace.Scenario, cancellationToken);
        List<double> milliseconds = [];
        foreach (var replay in outcomes.Select(o => o.ReplayAsync).OfType<Func<CancellationToken, Task<MeasuredReport>>>())
        {
            // Only now, one after the other, with no pod running.
            milliseconds.Add((await replay(cancellationToken)).Elapsed.TotalMilliseconds);
        }

        foreach (var failed in outcomes.Append(large).Where(o => !o.Verdict.IsRight))
        {
            await Console.Error.WriteLineAsync($"\n{failed.Message}");
        }

        Table(outcomes);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            cases = outcomes.Count,
            category_correct = outcomes.Count(o => o.Verdict.CategoryCorrect),
            resource_correct = outcomes.Count(o => o.Verdict.ResourceCorrect),
            summary_complete = outcomes.Count(o => o.Verdict.SummaryComplete),
            wrong_statements = outcomes.Sum(o => o.Verdict.WrongStatements.Count),
            requests_p95 = Percentile(outcomes.Where(IsWorkload).Select(o => (double)o.Last!.Requests.Count)),
            namespace_50_requests = large.Last?.Requests.Count,
            ms_p95 = Percentile(milliseconds),
        }));
        return 0;

        bool IsWanted(AccuracyCase scenario) => words.Length == 0 || words.Any(w => scenario.FullName.Contains(w, StringComparison.Ordinal));
    }

    private static bool IsWorkload(CaseOutcome outcome) =>
        outcome.Last is not null && outcome.Case.Expectation.Target is { } target && Workloads.Contains(target.Split('/')[0]);

    private static void Table(IReadOnlyList<CaseOutcome> outcomes)
    {
        Console.WriteLine($"{"class",-28}{"cases",7}{"right",7}{"category",10}{"resource",10}{"summary",9}{"wrong",7}{"requests p95",14}");
        foreach (var group in outcomes.GroupBy(o => o.Case.Class).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key,-28}{group.Count(),7}{group.Count(o => o.Verdict.IsRight),7}{group.Count(o => o.Verdict.CategoryCorrect),10}{group.Count(o => o.Verdict.ResourceCorrect),10}{group.Count(o => o.Verdict.SummaryComplete),9}{group.Sum(o => o.Verdict.WrongStatements.Count),7}{Percentile(group.Where(o => o.Last is not null).Select(o => (double)o.Last!.Requests.Count)),14}"));
        }
    }

    private static double Percentile(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : Math.Round(sorted[(int)Math.Ceiling(0.95 * sorted.Count) - 1], 1);
    }
}
