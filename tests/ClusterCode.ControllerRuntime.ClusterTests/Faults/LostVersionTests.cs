using ClusterCode.ControllerRuntime.ClusterTests.Support;

namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>The real API server forgets the version that a watch wants to go on from.</summary>
[Collection(ControlPlaneCollection.Name)]
public sealed class LostVersionTests(ControlPlaneFixture fixture)
{
    private const double Speed = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_compaction_under_a_watch_is_answered_with_gone_and_one_list_finds_out_what_happened()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var maps = new ConfigMaps(fixture.Plane.Client, "compacted");
        await maps.CreateAsync("goes", deadline.Token);
        await maps.CreateAsync("changes", deadline.Token);
        await using var proxy = await FaultyProxy.StartAsync(fixture.Plane, http2: true);
        await using var informer = RunningInformer.Start(proxy.Configuration, maps.Selector, new FastTimeProvider(Speed));
        await proxy.WatchedAsync(deadline.Token);

        proxy.ForWatch = _ => new Fault(FaultKind.Unavailable);
        await proxy.CutAsync();
        await maps.DeleteAsync("goes", deadline.Token);
        await maps.UpdateAsync("changes", "new", deadline.Token);
        await fixture.Plane.StopApiServerAsync();
        await fixture.Plane.CompactAsync(deadline.Token);
        await fixture.Plane.StartMissingAsync();
        proxy.ForWatch = _ => default;
        await maps.CreateAsync("comes", deadline.Token);
        await informer.ToldOfAsync(maps["comes"], deadline.Token);

        Assert.InRange(proxy.GoneUpstream, 1, int.MaxValue);
        Assert.Equal(2, proxy.Lists);
        Assert.Equal((await maps.ListAsync(deadline.Token)).OrderBy(pair => pair.Key), informer.Stored.OrderBy(pair => pair.Key));
        Assert.All(informer.Handlers, handler => Assert.Empty(handler.Contradictions));
    }

    [Fact]
    public async Task A_watch_from_a_version_that_is_too_old_leads_to_one_list()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var maps = new ConfigMaps(fixture.Plane.Client, "too-old");
        await using var proxy = await FaultyProxy.StartAsync(fixture.Plane, http2: true);
        await using var informer = RunningInformer.Start(proxy.Configuration, maps.Selector, new FastTimeProvider(Speed));
        await proxy.WatchedAsync(deadline.Token);

        proxy.SetNextWatchVersion("1");
        await proxy.CutAsync();
        await maps.CreateAsync("new", deadline.Token);
        await informer.ToldOfAsync(maps["new"], deadline.Token);

        Assert.Equal(1, proxy.GoneUpstream);
        Assert.Equal(2, proxy.Lists);
    }
}
