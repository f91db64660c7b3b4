using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.IntegrationTests.Support;
using ClusterCode.TestCluster;
using k8s.Models;

namespace ClusterCode.IntegrationTests;

/// <summary>The operator may be killed at any moment: whatever it had not finished, the next one finishes, and nothing is done twice.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class KilledOperatorTests(ApiServerFixture server)
{
    private const int Crashes = 50;
    private const int Kills = 20;
    private const int Restarts = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task Killing_the_operator_twenty_times_during_fifty_crashes_loses_and_doubles_nothing()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var ns = await TestNamespace.CreateAsync(server, "killed");
        await using var pods = new ObjectWatch<V1Pod>(server.Client, $"api/v1/namespaces/{ns.Name}/pods");
        await server.Kubectl.ApplyAsync(ns.Policy(ns.Name), ns: null, deadline.Token);
        try
        {
            for (var i = 0; i < Crashes; i++)
                await CrashingDeployment.CreateAsync(server.Client, ns.Name, $"crash-{i:00}", deadline.Token);
            var all = await pods.UntilAsync(ns.Name, seen => seen.Count == Crashes ? seen : null, deadline.Token);

            await CrashWhileKillingAsync(all, deadline.Token);

            await using var survivor = await server.StartOperatorAsync("killed");
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

    /// <summary>Crashes the pods one after the other, while one operator after the other is started and killed at a moment that a seeded generator chooses.</summary>
    private async Task CrashWhileKillingAsync(IReadOnlyList<V1Pod> pods, CancellationToken cancellationToken)
    {
        var random = new Random(20);
        var waiting = new Queue<V1Pod>(pods);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var victim = await OperatorProcess.LaunchAsync(server.Client, server.Kubeconfig, ApiServerFixture.LogFile("killed"));
            var share = (pods.Count * (kill + 1) / Kills) - (pods.Count - waiting.Count);
            for (var i = 0; i < share; i++)
                await CrashingDeployment.CrashAsync(server.Client, waiting.Dequeue(), Restarts, cancellationToken);
            if (kill % 2 == 0)
                await victim.WaitUntilReadyAsync();
            // The moment of the kill is the test's input, not a wait for something.
            await Task.Delay(random.Next(0, 700), cancellationToken);
        }
    }

    private static bool IsComplete(DiagnosisRequest diagnosis) =>
        diagnosis.Status?.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    private static bool IsFound(Eventsv1Event told) => told.Reason == "DiagnosisFound";
}
