using BenchmarkDotNet.Running;
using ClusterCode.Benchmarks.Latency;

// Benchmarks that need a cluster are named; everything else is BenchmarkDotNet's.
if (args is ["latency", ..])
    return await LatencyBenchmark.RunAsync(CancellationToken.None);
BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
return 0;
