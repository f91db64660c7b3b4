using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Queues;
using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Benchmarks.Decode;

/// <summary>The work queue. Figures are per key that is added, handed out and done with.</summary>
[MemoryDiagnoser]
public class QueueBenchmarks : IDisposable
{
    private const int Keys = 1000;

    private readonly ObjectKey[] _keys = [.. Enumerable.Range(0, Keys).Select(i => new ObjectKey("shop", $"app-{i}"))];
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public QueueBenchmarks() =>
        _queue = new WorkQueue<ObjectKey>("benchmark", TimeProvider.System, new RuntimeMetrics(_services.GetRequiredService<IMeterFactory>()));

    public void Dispose()
    {
        _queue.Dispose();
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A thousand keys, each added twice, as they are when several pods of a workload change.</summary>
    [Benchmark(OperationsPerInvoke = Keys)]
    public async Task AddGetDone()
    {
        foreach (var key in _keys)
        {
            _queue.Add(key);
            _queue.Add(key);
        }

        for (var i = 0; i < Keys; i++)
            _queue.Done((await _queue.GetAsync(CancellationToken.None)).Key);
    }
}
