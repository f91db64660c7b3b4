using BenchmarkDotNet.Attributes;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Benchmarks.Decode;

/// <summary>The store of pods, with an index as the operator's, of 10,000 objects. Figures are per object.</summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Objects = 10_000;

    private readonly (ObjectKey Key, PodSummary Pod)[] _pods = [.. Enumerable.Range(0, Objects).Select(Pod)];
    private readonly ObjectStore<PodSummary> _store = new([new Indexer<PodSummary>("by-app", pod => [pod.Metadata.Labels!["app"]])], static (_, name, e) => throw new InvalidOperationException(name, e));

    /// <summary>Fills the store, so that every write replaces.</summary>
    [GlobalSetup]
    public void Fill() => Set();

    /// <summary>An object that changed.</summary>
    [Benchmark(OperationsPerInvoke = Objects)]
    public void Set()
    {
        foreach (var (key, pod) in _pods)
            _store.Set(key, pod);
    }

    /// <summary>An object by its key.</summary>
    [Benchmark(OperationsPerInvoke = Objects)]
    public int Get()
    {
        var found = 0;
        foreach (var (key, _) in _pods)
            found += _store.Get(key) is null ? 0 : 1;
        return found;
    }

    private static (ObjectKey Key, PodSummary Pod) Pod(int number)
    {
        var pod = new PodSummary();
        pod.Metadata.Namespace = $"scale-{number % 20}";
        pod.Metadata.Name = $"app-{number}";
        pod.Metadata.Labels = new Dictionary<string, string> { ["app"] = $"app-{number / 20}" };
        return (Definitions.Pods.KeyOf(pod), pod);
    }
}
