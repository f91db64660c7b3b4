using System.Text.RegularExpressions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Scenarios.Catalog;
using ClusterCode.Scenarios.Cluster;
using k8s;
using k8s.Models;

namespace ClusterCode.Scenarios;

/// <summary>Failing workloads on a real node, each with the root cause that must be named.</summary>
public sealed partial class ScenarioTests(ScenarioCluster cluster) : IClassFixture<ScenarioCluster>
{
    private static readonly TimeSpan RecoveryDeadline = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Failing => [.. ScenarioCatalog.Load().Where(s => s.Expectation is { Healthy: false, Taint: null }).Select(s => s.Name)];

    public static TheoryData<string> Healthy => [.. ScenarioCatalog.Load().Where(s => s.Expectation.Healthy).Select(s => s.Name)];

    public static TheoryData<string> OnTaintedNodes => [.. ScenarioCatalog.Load().Where(s => s.Expectation.Taint is not null).Select(s => s.Name)];

    public static TheoryData<string> Mended => [.. ScenarioCatalog.Load().Where(s => s.Expectation.Fix is not null).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task A_failing_workload_gets_one_diagnosis_that_names_the_root_cause(string name)
    {
        var scenario = Find(name);
        var diagnosis = await cluster.DiagnosisOf(scenario);
        await AssertAsExpectedAsync(scenario, diagnosis);
    }

    [Theory]
    [MemberData(nameof(OnTaintedNodes))]
    public async Task A_pod_that_tolerates_no_taint_of_any_node_gets_a_diagnosis(string name)
    {
        var scenario = Find(name);
        var taint = scenario.Expectation.Taint!;
        // Until the others are done, a taint would keep their pods from being scheduled.
        await cluster.OthersAreDoneAsync(scenario);
        await cluster.Kubectl.RunAsync(["taint", "nodes", "--all", "--overwrite", taint]);
        try
        {
            await cluster.ApplyAsync(scenario, CancellationToken.None);
            await AssertAsExpectedAsync(scenario, await cluster.DiagnosisOf(scenario));
        }
        finally
        {
            await cluster.Kubectl.RunAsync(["taint", "nodes", "--all", taint.Split('=')[0] + "-"]);
        }
    }

    [Theory]
    [MemberData(nameof(Healthy))]
    public async Task A_healthy_workload_gets_no_diagnosis(string name)
    {
        var scenario = Find(name);
        var ns = cluster.NamespaceOf(scenario);
        await cluster.OthersAreDoneAsync(scenario);
        var pods = await cluster.Kubectl.RunAsync(["get", "pods", "-n", ns, "-o", "jsonpath={.items[*].status.phase}"]);
        Assert.All(pods.Split(' '), phase => Assert.Contains(phase, new[] { "Running", "Succeeded" }));
        Assert.True(cluster.Requests.In(ns).Count == 0, await cluster.DescribeAsync(scenario));
    }

    [Theory]
    [MemberData(nameof(Mended))]
    public async Task A_mended_workload_resolves_its_diagnosis_and_says_so_in_an_event(string name)
    {
        var scenario = Find(name);
        var ns = cluster.NamespaceOf(scenario);
        var diagnosis = await cluster.DiagnosisOf(scenario);
        await cluster.Kubectl.ApplyAsync(scenario.Expectation.Fix!, ns, CancellationToken.None);

        using var deadline = new CancellationTokenSource(RecoveryDeadline);
        try
        {
            var resolved = await cluster.Requests.UntilAsync(
                ns,
                all => all.FirstOrDefault(r => r.Metadata.Name == diagnosis.Metadata.Name && r.Status?.Conditions.Any(c => c is { Type: "Resolved", Status: "True" }) == true),
                deadline.Token);
            Assert.NotNull(resolved.Status?.ResolvedTime);
            Assert.Equal(diagnosis.Status!.RootCause!.Summary, resolved.Status!.RootCause?.Summary);
            await cluster.Events.UntilAsync(ns, all => all.FirstOrDefault(e => e is { Reason: "DiagnosisResolved", Type: "Normal" }), deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"not resolved in {RecoveryDeadline}. {await cluster.DescribeAsync(scenario)}");
        }
    }

    private Scenario Find(string name) => cluster.Scenarios.Single(s => s.Name == name);

    private async Task AssertAsExpectedAsync(Scenario scenario, DiagnosisRequest diagnosis)
    {
        var problems = Problems(scenario.Expectation, diagnosis).ToList();
        var automatic = cluster.Requests.In(cluster.NamespaceOf(scenario)).Count(r => r.Metadata.OwnerReferences is { Count: > 0 });
        if (automatic != 1)
        {
            problems.Add($"{automatic} diagnoses of one failure");
        }

        if (problems.Count > 0)
        {
            Assert.Fail($"{string.Join("; ", problems)}. {await cluster.DescribeAsync(scenario)}");
        }
    }

    private static IEnumerable<string> Problems(Expectation expected, DiagnosisRequest diagnosis)
    {
        var status = diagnosis.Status!;
        var cause = status.RootCause!;
        var resource = $"{cause.Resource.Kind}/{cause.Resource.Name}";
        if (resource != expected.Resource)
        {
            yield return $"the root cause points at {resource}, not at {expected.Resource}";
        }

        foreach (var word in expected.Summary.Where(w => !cause.Summary.Contains(w, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"the root cause does not say \"{word}\"";
        }

        var whole = KubernetesJson.Serialize(diagnosis);
        foreach (var secret in expected.Nowhere.Where(s => whole.Contains(s, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"the diagnosis gives away \"{secret}\"";
        }

        var cited = status.Evidence.Where(e => cause.Evidence.Contains(e.Id)).Select(e => e.Kind.ToString()).ToHashSet();
        if (!cited.Overlaps(expected.Evidence))
        {
            yield return $"the root cause cites {(cited.Count == 0 ? "no evidence" : string.Join(", ", cited))}, none of {string.Join(", ", expected.Evidence)}";
        }

        if (!AutomaticName().IsMatch(diagnosis.Metadata.Name) || !diagnosis.Metadata.Name.StartsWith(expected.WorkloadName, StringComparison.Ordinal))
        {
            yield return $"{diagnosis.Metadata.Name} is not named after {expected.WorkloadName} and a fingerprint";
        }

        if (diagnosis.OwnerReferences()?.Any(o => o.Kind == expected.WorkloadKind && o.Name == expected.WorkloadName) != true)
        {
            yield return $"{diagnosis.Metadata.Name} is not owned by {expected.Workload}";
        }
    }

    [GeneratedRegex("^.+-[0-9a-f]{8}$")]
    private static partial Regex AutomaticName();
}
