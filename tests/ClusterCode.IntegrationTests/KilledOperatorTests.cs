using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.IntegrationTests.Support;
using ClusterCode.TestCluster;
using k8s.Models;

namespace ClusterCode.IntegrationTests;

/// <summary>The operator may be killed at any moment: whatever it had not finished, the next one finishes, and nothing is done twice.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class KilledOperatorTests(ApiServerFixture server)
{
    private const int Crashes = 200;
    private const int Kills = 100;
    private const int Restarts = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(14);

    /// <summary>Each kill leaves a lease behind that the next operator must wait for, so it is as short as a Lease can be.</summary>
    private static readonly OperatorProcessOptions Victim = OperatorProcessOptions.Competing("victim", "1s", "700ms", "200ms");

    [Fact]
    public async Task Killing_the_operator_a_hundred_times_during_two_hundred_crashes_loses_and_doubles_nothing()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var ns = await TestNamespace.CreateAsync(server, "killed");
        await using var pods = new ObjectWatch<V1Pod>(server.Client, $"api/v1/namespaces/{ns.Name}/pods");
        await server.Kubectl.ApplyAsync(ns.Policy(ns.Name), ns: null, deadline.Token);
        try
        {
            for (var i = 0; i < Crashes; i++)
                await CrashingDeployment.CreateAsync(server.Client, ns.Name, $"crash-{i:000}", deadline.Token);
            var all = await pods.UntilAsync(ns.Name, seen => seen.Count == Crashes ? seen : null, deadline.Token);

            await CrashWhileKillingAsync(all, deadline.Token);

            await using var survivor = await OperatorProcess.StartAsync(
                server.Client, server.Kubeconfig, ApiServerFixture.LogFile("killed"), OperatorProcessOptions.Competing("survivor", "15s", "10s", "2s"));
            var diagnoses = await server.Diagnoses.UntilAsync(ns.Name, seen => seen.Count(IsComplete) == Crashes ? seen : null, deadline.Token);
            Assert.Equal(Crashes, diagnoses.Count);
            Assert.Equal(Crashes, diagnoses.Select(diagnosis => diagnosis.Spec.Target!.Name).Distinct().Count());
            Assert.All(diagnoses, diagnosis =>
            {
                Assert.NotNull(diagnosis.Status!.RootCause);
                Assert.Equal("Deployment", diagnosis.Metadata.OwnerReferences.Single().Kind);
            });
            var counted = await server.Diagnoses.UntilAsync(
                ns.Name, seen => seen.All(diagnosis => diagnosis.Status?.Occurrences?.Count is not null) ? seen : null, deadline.Token);
            // The kubelet's count of restarts, and the crash that it waits after.
            Assert.All(counted, diagnosis => Assert.Equal(Restarts + 1, diagnosis.Status!.Occurrences!.Count));
            var told = await server.Events.UntilAsync(
                ns.Name, seen => seen.Where(IsFound).Select(told => told.Regarding.Name).Distinct().Count() == Crashes ? seen : null, deadline.Token);
            Assert.Equal(Crashes, told.Count(IsFound));
        }
        finally
        {
            await server.Kubectl.RunAsync(["delete", "diagnosispolicy", ns.Name, "--ignore-not-found"]);
        }
    }

    /// <summary>
    /// Crashes the pods one after the other, while one operator after the other is started and killed at a moment that a seeded generator chooses: half while they lead
    /// and work, the others while they start, fill their caches or wait for the lease of the one before.
    /// </summary>
    private async Task CrashWhileKillingAsync(IReadOnlyList<V1Pod> pods, CancellationToken cancellationToken)
    {
        var random = new Random(20);
        var waiting = new Queue<V1Pod>(pods);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var victim = await OperatorProcess.LaunchAsync(server.Client, server.Kubeconfig, ApiServerFixture.LogFile("killed"), Victim);
            var share = (pods.Count * (kill + 1) / Kills) - (pods.Count - waiting.Count);
            for (var i = 0; i < share; i++)
                await CrashingDeployment.CrashAsync(server.Client, waiting.Dequeue(), Restarts, cancellationToken);
            if (kill % 2 == 0)
                await UntilLeadingAsync(victim, cancellationToken);
            // The moment of the kill is the test's input, not a wait for something.
            await Task.Delay(random.Next(0, kill % 2 == 0 ? 500 : 2000), cancellationToken);
        }
    }

    /// <summary>Waits until the process leads, as its metrics say; or has ended, as one does that was kept from the processor for longer than its lease.</summary>
    private static async Task UntilLeadingAsync(OperatorProcess process, CancellationToken cancellationToken)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (process.IsRunning && !(await process.GetAsync("/metrics", cancellationToken)).Body.Split('\n').Any(IsLeading))
            await poll.WaitForNextTickAsync(cancellationToken);
    }

    private static bool IsLeading(string metric) =>
        metric.StartsWith("leader_election_master_status{", StringComparison.Ordinal) && metric.Contains("} 1", StringComparison.Ordinal);

    private static bool IsComplete(DiagnosisRequest diagnosis) =>
        diagnosis.Status?.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    private static bool IsFound(Eventsv1Event told) => told.Reason == "DiagnosisFound";
}
