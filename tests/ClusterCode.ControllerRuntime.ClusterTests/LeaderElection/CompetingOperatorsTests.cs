using System.Diagnostics;
using ClusterCode.Api;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.ClusterTests.Support;
using ClusterCode.TestCluster;
using ClusterCode.Testing;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Xunit.Abstractions;

namespace ClusterCode.ControllerRuntime.ClusterTests.LeaderElection;

/// <summary>Two operators as processes, with the durations that they have in a cluster unless a test is about what comes when they are over.</summary>
[Collection(ControlPlaneCollection.Name)]
public sealed class CompetingOperatorsTests(ControlPlaneFixture fixture, ITestOutputHelper output) : IDisposable
{
    private const string LeaseName = "cluster-code-operator";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>What a busy machine may add to a time that is measured here.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _deadline = new(Deadline);

    private CancellationToken Token => _deadline.Token;

    [Fact]
    public async Task Deleting_the_lease_changes_no_leader_and_a_stop_in_good_order_hands_over_at_once()
    {
        await PrepareAsync();
        await using var first = await Competitor.StartAsync(fixture.Plane, "first", Options("first"));
        var led = await UntilLedByAsync(first);
        await using var second = await Competitor.StartAsync(fixture.Plane, "second", Options("second"));

        await fixture.Plane.Client.CoordinationV1.DeleteNamespacedLeaseAsync(LeaseName, OperatorProcess.SystemNamespace, cancellationToken: Token);
        var again = await UntilLedByAsync(first);
        Assert.Equal((led.Spec.HolderIdentity, led.Spec.AcquireTime, led.Spec.LeaseTransitions), (again.Spec.HolderIdentity, again.Spec.AcquireTime, again.Spec.LeaseTransitions));
        Assert.Equal((200, "ok"), await second.Process.GetAsync("/readyz", Token));
        Assert.Contains((await second.Process.GetAsync("/metrics", Token)).Body.Split('\n'), line => line.StartsWith("leader_election_master_status{", StringComparison.Ordinal) && line.Contains("} 0", StringComparison.Ordinal));
        Assert.DoesNotContain(second.Proxy.Writes, write => !IsOfLease(write));

        await first.Process.TerminateAsync();
        Assert.Equal(0, await first.Process.WaitForExitAsync(Token));
        var exited = Stopwatch.GetTimestamp();
        await UntilLedByAsync(second);
        var took = Stopwatch.GetElapsedTime(exited);
        output.WriteLine($"handed over {took.TotalSeconds:0.0} s after the end of the first");
        Assert.True(took < TimeSpan.FromSeconds(2) + Slack, $"it took {took}");
        Assert.DoesNotContain(second.Proxy.Writes, write => write.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_leader_frozen_past_its_lease_is_followed_and_when_it_wakes_writes_nothing_and_ends()
    {
        await PrepareAsync();
        await using var first = await Competitor.StartAsync(fixture.Plane, "first", Options("first"));
        await UntilLedByAsync(first);
        await using var second = await Competitor.StartAsync(fixture.Plane, "second", Options("second"));
        await AskAsync("before");
        await UntilAnsweredAsync("before");
        // One that has stood by for a while: one that has only just begun to look cannot know how old the last renewal is.
        await UntilAsync(() => Task.FromResult(second.Proxy.LooksAtLease > 3 ? second : null));

        await first.Process.FreezeAsync();
        var last = await LeaseAsync();
        // Work that the first will find as soon as it wakes.
        foreach (var name in new[] { "meanwhile-1", "meanwhile-2", "meanwhile-3" })
            await AskAsync(name);
        var taken = await UntilLedByAsync(second);
        var took = taken.Spec.AcquireTime!.Value - last!.Spec.RenewTime!.Value;
        output.WriteLine($"taken over {took.TotalSeconds:0.0} s after the last renewal");
        Assert.InRange(took, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(17) + Slack);
        await UntilAnsweredAsync("meanwhile-3");

        var written = first.Proxy.Writes.Count;
        await first.Process.WakeAsync();
        Assert.Equal(1, await first.Process.WaitForExitAsync(Token));
        Assert.Empty(first.Proxy.Writes.Skip(written));
        Assert.StartsWith("second_", (await LeaseAsync())!.Spec.HolderIdentity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_server_that_is_away_for_longer_than_the_deadline_ends_the_leader_and_the_other_follows()
    {
        await PrepareAsync();
        await using var first = await Competitor.StartAsync(fixture.Plane, "first", OperatorProcessOptions.Competing("first", "6s", "4s", "1s"));
        await UntilLedByAsync(first);
        await using var second = await Competitor.StartAsync(fixture.Plane, "second", OperatorProcessOptions.Competing("second", "6s", "4s", "1s"));

        await fixture.Plane.StopApiServerAsync();
        Assert.Equal(1, await first.Process.WaitForExitAsync(Token));
        Assert.True(second.Process.IsRunning);
        await fixture.Plane.StartMissingAsync();
        var lease = await UntilLedByAsync(second);
        Assert.True(lease.Spec.LeaseTransitions > 0);
        await AskAsync("after");
        await UntilAnsweredAsync("after");
    }

    public void Dispose() => _deadline.Dispose();

    private static OperatorProcessOptions Options(string name) => OperatorProcessOptions.Competing(name, "15s", "10s", "2s");

    private static bool IsOfLease(string write) => write.Contains("/leases", StringComparison.Ordinal);

    /// <summary>The contract, the operator's rights, and a lease that nobody holds.</summary>
    private async Task PrepareAsync()
    {
        var kubectl = new Kubectl(fixture.Plane.Kubeconfig);
        await kubectl.RunAsync(["apply", "--validate=false", "-k", Repository.PathOf("config", "crd")], cancellationToken: Token);
        await kubectl.RunAsync(["apply", "-f", Repository.PathOf("config", "manager", "namespace.yaml")], cancellationToken: Token);
        await kubectl.RunAsync(["apply", "-k", Repository.PathOf("config", "rbac")], cancellationToken: Token);
        await kubectl.RunAsync(["wait", "--for=condition=Established", "--timeout=60s", "crd", "--all"], cancellationToken: Token);
        await kubectl.RunAsync(["delete", "diagnosisrequests", "--all", "-n", "default"], cancellationToken: Token);
        await kubectl.RunAsync(["delete", "lease", LeaseName, "-n", OperatorProcess.SystemNamespace, "--ignore-not-found"], cancellationToken: Token);
        await fixture.Plane.Client.CoordinationV1.CreateNamespacedLeaseAsync(
            new V1Lease { Metadata = new V1ObjectMeta { Name = LeaseName }, Spec = new V1LeaseSpec { HolderIdentity = "", LeaseDurationSeconds = 1 } },
            OperatorProcess.SystemNamespace,
            cancellationToken: Token);
    }

    /// <summary>Asks for a diagnosis of something that is not there: whoever leads writes that into the status.</summary>
    private Task<string> AskAsync(string name) => new Kubectl(fixture.Plane.Kubeconfig).ApplyAsync(
        $$"""
        apiVersion: {{ClusterCodeApi.GroupVersion}}
        kind: {{DiagnosisRequest.KindName}}
        metadata:
          name: {{name}}
        spec:
          target:
            kind: Deployment
            name: no-such-thing
        """,
        "default",
        Token);

    private Task<string> UntilAnsweredAsync(string name) => UntilAsync(async () =>
        (await new Kubectl(fixture.Plane.Kubeconfig).RunAsync(["get", DiagnosisRequest.Plural, name, "-n", "default", "-o", "jsonpath={.status.conditions}"], cancellationToken: Token)).Length > 0 ? name : null);

    private Task<V1Lease> UntilLedByAsync(Competitor competitor) => UntilAsync(async () =>
        await LeaseAsync() is { } lease && lease.Spec?.HolderIdentity?.StartsWith($"{competitor.Name}_", StringComparison.Ordinal) == true ? lease : null);

    private async Task<V1Lease?> LeaseAsync()
    {
        try
        {
            return await fixture.Plane.Client.CoordinationV1.ReadNamespacedLeaseAsync(LeaseName, OperatorProcess.SystemNamespace, cancellationToken: Token);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<T> UntilAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            if (await find() is { } found)
                return found;
            await poll.WaitForNextTickAsync(Token);
        }
    }
}
