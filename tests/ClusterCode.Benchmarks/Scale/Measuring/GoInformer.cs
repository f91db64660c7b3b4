using System.Diagnostics;
using System.Text.Json;

namespace ClusterCode.Benchmarks.Scale.Measuring;

/// <summary>The program in go-informer/main.go, running.</summary>
internal sealed class GoInformer : IAsyncDisposable
{
    private readonly Process _process;

    private GoInformer(Process process) => _process = process;

    /// <summary>From the start of the process until its informers had synced.</summary>
    public TimeSpan Sync { get; private set; }

    /// <summary>Starts it and waits until its informers have synced.</summary>
    public static async Task<(GoInformer Running, double RssMiB)> StartAsync(string kubeconfig, string contentType, CancellationToken cancellationToken)
    {
        var program = Environment.GetEnvironmentVariable("CLUSTERCODE_GO_INFORMER")
            ?? throw new InvalidOperationException("CLUSTERCODE_GO_INFORMER must name the program that hack/bench/build-go-informer.sh builds; hack/bench.sh sets it up");
        var start = new ProcessStartInfo(program, ["-kubeconfig", kubeconfig, "-content-type", contentType])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var started = Stopwatch.GetTimestamp();
        var informer = new GoInformer(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start"));
        var rss = await informer.ReadAsync(cancellationToken);
        informer.Sync = Stopwatch.GetElapsedTime(started);
        return (informer, rss);
    }

    /// <summary>Its resident memory now, in MiB.</summary>
    public async Task<double> ResidentMiBAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(ReadOnlyMemory<char>.Empty, cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<double> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("the Go informer ended; what it said stands above");
        using var report = JsonDocument.Parse(line);
        return report.RootElement.GetProperty("rss_mib").GetDouble();
    }
}
