using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.Benchmarks.Decode;

/// <summary>What a decoded event keeps alive for as long as it is in a store.</summary>
internal static class Retention
{
    private const int Events = 5000;

    /// <summary>Bytes of managed memory per object, over 5,000 different ones.</summary>
    public static async Task<double> BytesPerEventAsync<T>(ResourceDefinition<T> definition)
        where T : class
    {
        var stream = WatchedPods.Stream(Events);
        var kept = new List<T>(Events);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await foreach (var watchEvent in new WatchDecoder<T>(definition).DecodeAsync(new MemoryStream(stream), CancellationToken.None))
            kept.Add(watchEvent.Object!);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(stream);
        GC.KeepAlive(kept);
        return (double)(after - before) / kept.Count;
    }
}
