using ClusterCode.Accuracy.Catalog;
using ClusterCode.Scenarios.Cluster;

// One class after the other: the other one taints the node that they share, and a kubelet with all pods of both is minutes late with its events.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ClusterCode.Scenarios;

/// <summary>What the expert says of a failure that really happens on a node: it is asked directly, without the operator.</summary>
public sealed class LiveScenarioTests(LiveScenarios scenarios) : IClassFixture<LiveScenarios>
{
    /// <summary>Requests of a diagnosis of a pod or workload at the 95th percentile, as the operator makes them.</summary>
    private const int RequestsAtP95 = 7;

    private static readonly HashSet<string> Workloads = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"];

    public static TheoryData<string> All => [.. AccuracyCatalog.Live.Select(c => c.FullName)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_expert_names_the_root_cause_and_nothing_that_is_not_so(string name)
    {
        var outcome = await scenarios.Run.OutcomeOf(name);
        Assert.True(outcome.Verdict.IsRight, outcome.Message);
    }

    [Fact]
    public async Task A_workload_s_diagnosis_takes_few_requests()
    {
        var outcomes = await scenarios.Run.AllAsync();
        var requests = outcomes
            .Where(o => o.Last is not null && o.Case.Expectation.Target is { } target && Workloads.Contains(target.Split('/')[0]))
            .Select(o => (o.Last!.OperatorRequests, o.Case.FullName))
            .Order()
            .ToList();
        var p95 = requests[(int)Math.Ceiling(0.95 * requests.Count) - 1];
        Assert.True(p95.OperatorRequests <= RequestsAtP95, $"{p95.OperatorRequests} at the 95th percentile; the most: {string.Join(", ", requests.TakeLast(12))}");
    }
}
