using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Resources;
using k8s.Models;

namespace ClusterCode.Benchmarks.Decode;

/// <summary>What it costs to take in an event of a watch: decoding, store and queue, beside the client's own decoder in the same run.</summary>
internal static class DecodeBenchmark
{
    private const double Microsecond = 1000;
    private const int Warmups = 6;
    private const int Iterations = 9;

    public static async Task<int> RunAsync()
    {
        // In this process: a generated project would have to be restored and built for every benchmark.
        var configuration = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithWarmupCount(Warmups).WithIterationCount(Iterations).WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableLogFile);
        var summaries = BenchmarkRunner.Run([typeof(DecodeBenchmarks), typeof(StoreBenchmarks), typeof(QueueBenchmarks)], configuration);
        var reports = summaries.SelectMany(summary => summary.Reports).ToDictionary(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name);
        var (decode, whole, client) = (Nanoseconds(reports[nameof(DecodeBenchmarks.Summaries)]), Nanoseconds(reports[nameof(DecodeBenchmarks.WholePods)]), Nanoseconds(reports[nameof(DecodeBenchmarks.Client)]));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            event_bytes = WatchedPods.One(1).Length,
            us_per_event = Math.Round(decode / Microsecond, 1),
            retained_bytes_per_event = Math.Round(await Retention.BytesPerEventAsync(Definitions.Pods)),
            allocated_bytes_per_event = Allocated(reports[nameof(DecodeBenchmarks.Summaries)]),
            client_us_per_event = Math.Round(client / Microsecond, 1),
            client_allocated_bytes_per_event = Allocated(reports[nameof(DecodeBenchmarks.Client)]),
            ratio = Math.Round(decode / client, 3),
            whole_pod_us_per_event = Math.Round(whole / Microsecond, 1),
            whole_pod_retained_bytes_per_event = Math.Round(await Retention.BytesPerEventAsync(ResourceDefinition.For<V1Pod>())),
            whole_pod_ratio = Math.Round(whole / client, 3),
            queue_ns = Math.Round(Nanoseconds(reports[nameof(QueueBenchmarks.AddGetDone)])),
            store_ns = Math.Round(Nanoseconds(reports[nameof(StoreBenchmarks.Set)])),
            store_get_ns = Math.Round(Nanoseconds(reports[nameof(StoreBenchmarks.Get)])),
        }));
        return 0;
    }

    // The median: another program's turn on the processor must not count.
    private static double Nanoseconds(BenchmarkReport report) =>
        report.ResultStatistics?.Median ?? throw new InvalidOperationException($"{report.BenchmarkCase.Descriptor.DisplayInfo} did not run");

    private static long Allocated(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
}
