using ClusterCode.ControllerRuntime.ClusterTests.Support;

namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>Nothing is left behind by connections that end: ten thousand in all, half over each protocol.</summary>
[Collection(ControlPlaneCollection.Name)]
public sealed class ReconnectTests(ControlPlaneFixture fixture)
{
    private const int WarmUp = 500;
    private const int Reconnects = 5_000;

    /// <summary>Half a minute of backing off takes no time that a timer can measure.</summary>
    private const double Speed = 100_000;

    private const int SocketsAndTimersOfOthers = 8;
    private const long Megabyte = 1 << 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    // Most are watches that begin; the others are turned away.
    private static readonly FaultKind[] Endings =
        [FaultKind.Empty, FaultKind.CutAfterHeaders, FaultKind.Empty, FaultKind.Unavailable, FaultKind.CutAfterHeaders, FaultKind.Empty, FaultKind.Busy, FaultKind.Empty, FaultKind.Gone, FaultKind.Empty, FaultKind.Reset];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thousands_of_reconnects_leave_no_sockets_timers_or_memory_behind(bool http2)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var maps = new ConfigMaps(fixture.Plane.Client, $"reconnect-{http2}".ToLowerInvariant());
        await using var proxy = await FaultyProxy.StartAsync(fixture.Plane, http2);
        var warm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.ForWatch = _ =>
        {
            if (proxy.Watches == WarmUp)
                warm.TrySetResult();
            if (proxy.Watches < WarmUp + Reconnects)
                return new Fault(Endings[proxy.Watches % Endings.Length]);
            done.TrySetResult();
            return default;
        };
        await using var informer = RunningInformer.Start(proxy.Configuration, maps.Selector, new FastTimeProvider(Speed));

        await warm.Task.WaitAsync(deadline.Token);
        var before = Measure();
        await done.Task.WaitAsync(deadline.Token);
        var after = Measure();
        await maps.CreateAsync("last", deadline.Token);
        await informer.ToldOfAsync(maps["last"], deadline.Token);

        Assert.InRange(after.Sockets, 0, before.Sockets + SocketsAndTimersOfOthers);
        Assert.InRange(after.Timers, 0, before.Timers + SocketsAndTimersOfOthers);
        Assert.InRange(after.Bytes, 0, before.Bytes + (2 * Megabyte));
    }

    private static (int Sockets, long Timers, long Bytes) Measure() => (
        Directory.EnumerateFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true),
        Timer.ActiveCount,
        GC.GetTotalMemory(forceFullCollection: true));
}
