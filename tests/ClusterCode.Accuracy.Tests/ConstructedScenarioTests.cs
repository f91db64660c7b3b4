using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Constructed;

namespace ClusterCode.Accuracy.Tests;

/// <summary>What the expert says of objects, events and logs that no single node can bring about.</summary>
public sealed class ConstructedScenarioTests
{
    /// <summary>Requests of the diagnosis of a namespace of 50 workloads.</summary>
    private const int RequestsOfNamespace = 40;

    public static TheoryData<string> All => [.. AccuracyCatalog.Constructed.Select(c => c.FullName)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_expert_names_the_root_cause_and_nothing_that_is_not_so(string name)
    {
        var outcome = await ConstructedRun.RunAsync(AccuracyCatalog.Constructed.Single(c => c.FullName == name), CancellationToken.None);
        Assert.True(outcome.Verdict.IsRight, outcome.Message);
    }

    [Fact]
    public async Task A_namespace_of_fifty_workloads_is_read_in_few_requests()
    {
        var outcome = await ConstructedRun.RunAsync(LargeNamespace.Scenario, CancellationToken.None);
        Assert.True(outcome.Verdict.IsRight, outcome.Message);
        Assert.True(outcome.Last!.Requests.Count <= RequestsOfNamespace, $"{outcome.Last.Requests.Count} requests: {string.Join(", ", outcome.Last.Requests)}");
    }
}
