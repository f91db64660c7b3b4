using BenchmarkDotNet.Running;
using ClusterCode.Benchmarks.Accuracy;
using ClusterCode.Benchmarks.Decode;
using ClusterCode.Benchmarks.Latency;
using ClusterCode.Benchmarks.Model;
using ClusterCode.Benchmarks.Scale;

// What hack/bench.sh runs has a name; everything else is BenchmarkDotNet's.
switch (args)
{
    case ["latency", ..]:
        return await LatencyBenchmark.RunAsync(CancellationToken.None);
    case ["scale", .. var arguments]:
        return await ScaleBenchmark.RunAsync(arguments, CancellationToken.None);
    case ["accuracy", .. var words]:
        return await AccuracyBenchmark.RunAsync(words, CancellationToken.None);
    case ["model", .. var words]:
        return await ModelBenchmark.RunAsync(words, CancellationToken.None);
    case ["decode"]:
        return await DecodeBenchmark.RunAsync();
    default:
        BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}
