using ClusterCode.ControllerRuntime.ClusterTests.Support;

namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>Whatever the connection does, the store ends as what the server has.</summary>
[Collection(ControlPlaneCollection.Name)]
public sealed class FaultyConnectionTests(ControlPlaneFixture fixture)
{
    private const int Seeds = 10;
    private const int FaultsPerSeed = 40;

    /// <summary>Ten minutes, which a watch may take, pass in three seconds.</summary>
    private const double Speed = 200;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WritePace = TimeSpan.FromMilliseconds(5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_any_faults_the_store_and_every_handler_know_what_the_server_has_and_lists_stay_rare(bool http2) =>
        await Task.WhenAll(Enumerable.Range(1, Seeds).Select(index => RunAsync(http2 ? index + Seeds : index, http2)));

    private async Task RunAsync(int seed, bool http2)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var schedule = new FaultSchedule(seed);
        try
        {
            var maps = new ConfigMaps(fixture.Plane.Client, $"faults-{seed}");
            await using var proxy = await FaultyProxy.StartAsync(fixture.Plane, http2);
            (proxy.ForList, proxy.ForWatch, proxy.Happened) = (schedule.ForList, schedule.ForWatch, schedule.Happened);
            await using var informer = RunningInformer.Start(proxy.Configuration, maps.Selector, new FastTimeProvider(Speed), seed);

            await WriteAsync(maps, new Random(seed), () => schedule.Injected < FaultsPerSeed, deadline.Token);
            schedule.Stop();
            await maps.CreateAsync("last", deadline.Token);
            await informer.ToldOfAsync(maps["last"], deadline.Token);

            var expected = await maps.ListAsync(deadline.Token);
            Assert.Equal(expected.OrderBy(pair => pair.Key), informer.Stored.OrderBy(pair => pair.Key));
            Assert.All(informer.Handlers, handler =>
            {
                Assert.Empty(handler.Contradictions);
                Assert.Equal(expected.OrderBy(pair => pair.Key), handler.Known.OrderBy(pair => pair.Key));
            });
            // Each of these may lead to one list; nothing else may.
            var reasons = schedule.Count(FaultKind.Gone, FaultKind.GoneInStream, FaultKind.LineMutilated, FaultKind.LineOfGarbage, FaultKind.InternalError, FaultKind.InternalErrorInStream, FaultKind.Empty, FaultKind.CutAfterHeaders);
            var repeated = schedule.Count(FaultKind.Busy, FaultKind.Unavailable, FaultKind.Reset, FaultKind.Cut, FaultKind.ResetInBody);
            Assert.InRange(proxy.Lists, 1, 1 + reasons + repeated);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"With {schedule}: {e.Message}", e);
        }
    }

    /// <summary>Creates, changes, deletes and creates again, among a few names, while more is wanted.</summary>
    private static async Task WriteAsync(ConfigMaps maps, Random random, Func<bool> wantsMore, CancellationToken cancellationToken)
    {
        var there = new List<string>();
        var count = 0;
        using var pace = new PeriodicTimer(WritePace);
        while (wantsMore() && await pace.WaitForNextTickAsync(cancellationToken))
        {
            count++;
            var name = $"map-{random.Next(12)}";
            if (!there.Contains(name))
            {
                await maps.CreateAsync(name, cancellationToken);
                there.Add(name);
            }
            else if (random.Next(3) == 0)
            {
                await maps.DeleteAsync(name, cancellationToken);
                there.Remove(name);
            }
            else
            {
                await maps.UpdateAsync(name, count.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
            }
        }
    }
}
