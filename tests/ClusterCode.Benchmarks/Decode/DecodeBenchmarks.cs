using BenchmarkDotNet.Attributes;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;
using ClusterCode.Operator.Resources;
using k8s;
using k8s.Models;

namespace ClusterCode.Benchmarks.Decode;

/// <summary>A watch's stream of pod events, decoded by the runtime and by the client's own watcher. Figures are per event.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private const int Events = 1000;

    private static readonly ResourceDefinition<V1Pod> Pods = ResourceDefinition.For<V1Pod>();

    private readonly byte[] _stream = WatchedPods.Stream(Events);

    /// <summary>The runtime, into what the operator keeps of a pod.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Task<int> Summaries() => CountAsync(Definitions.Pods);

    /// <summary>The runtime, into the client's own class.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Task<int> WholePods() => CountAsync(Pods);

    /// <summary>The client's watcher, which knows only whole pods.</summary>
    [Benchmark(OperationsPerInvoke = Events, Baseline = true)]
    public async Task<int> Client()
    {
        var count = 0;
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var reader = new StreamReader(new MemoryStream(_stream));
        using var watcher = new Watcher<V1Pod>(() => Task.FromResult<TextReader>(reader), (_, _) => count++, closed.SetException, closed.SetResult);
        await closed.Task;
        return Check(count);
    }

    private async Task<int> CountAsync<T>(ResourceDefinition<T> definition)
        where T : class
    {
        var count = 0;
        await foreach (var watchEvent in new WatchDecoder<T>(definition).DecodeAsync(new MemoryStream(_stream), CancellationToken.None))
            count += watchEvent.Object is null ? 0 : 1;
        return Check(count);
    }

    // A decoder that gives up early would be fast.
    private static int Check(int count) => count == Events ? count : throw new InvalidOperationException($"{count} of {Events} events were decoded");
}
