using BenchmarkDotNet.Running;
using ClusterCode.Benchmarks.Latency;
using ClusterCode.Benchmarks.Scale;

// Benchmarks that need a cluster are named; everything else is BenchmarkDotNet's.
switch (args)
{
    case ["latency", ..]:
        return await LatencyBenchmark.RunAsync(CancellationToken.None);
    case ["scale", .. var arguments]:
        return await ScaleBenchmark.RunAsync(arguments, CancellationToken.None);
    default:
        BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}
