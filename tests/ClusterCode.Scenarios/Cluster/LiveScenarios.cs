using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Live;

namespace ClusterCode.Scenarios.Cluster;

/// <summary>All live scenarios on the real cluster, started together; the tests wait side by side.</summary>
public sealed class LiveScenarios : IAsyncLifetime, IAsyncDisposable
{
    private const string KubeconfigVariable = "CLUSTERCODE_KUBECONFIG";

    private readonly CancellationTokenSource _stop = new();
    private LiveCluster? _cluster;

    internal LiveRun Run { get; private set; } = null!;

    public Task InitializeAsync()
    {
        var kubeconfig = Environment.GetEnvironmentVariable(KubeconfigVariable)
            ?? throw new InvalidOperationException($"{KubeconfigVariable} must name the kubeconfig of a cluster administrator; hack/test.sh sets it up");
        _cluster = new LiveCluster(kubeconfig);
        Run = new LiveRun(_cluster);
        Run.Start(AccuracyCatalog.Live, _stop.Token);
        return Task.CompletedTask;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)Run.AllAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Run.Dispose();
        _stop.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
