using ClusterCode.Benchmarks.Scale.Loading;
using k8s;

namespace ClusterCode.Benchmarks.Scale.Measuring;

/// <summary>
/// The operator's start beside that of the Go informer: by turns on the same cluster, never at the same time, three times each, and the medians of those. The last
/// operator stays.
/// </summary>
internal sealed class InformerComparison(Kubernetes client, string kubeconfig, ClusterLoad load, AuditLog audit)
{
    private const int Rounds = 3;
    private const string Protobuf = "application/vnd.kubernetes.protobuf";
    private const string Json = "application/json";

    private readonly List<double> _operatorSync = [];
    private readonly List<double> _operatorRss = [];
    private readonly List<double> _goSync = [];
    private readonly List<double> _goRss = [];

    public double OperatorSyncSeconds => Median(_operatorSync);

    public double OperatorRssMiB => Median(_operatorRss);

    public double GoSyncSeconds => Median(_goSync);

    public double GoRssMiB => Median(_goRss);

    /// <summary>The Go informer's memory after the same churn that the operator goes through later.</summary>
    public double GoRssAfterChurnMiB { get; private set; }

    public double GoJsonSyncSeconds { get; private set; }

    public double GoJsonRssMiB { get; private set; }

    /// <summary>Measures both, and returns the operator that still runs.</summary>
    public async Task<OperatorSync> RunAsync(CancellationToken cancellationToken)
    {
        (GoJsonSyncSeconds, GoJsonRssMiB, _) = await GoAsync(Json, churn: false, cancellationToken);
        for (var round = 1; ; round++)
        {
            // The operator is measured with what the churn left; so is the Go informer, twice out of three times.
            var (sync, rss, rssAfterChurn) = await GoAsync(Protobuf, churn: round == 1, cancellationToken);
            _goSync.Add(sync);
            _goRss.Add(rss);
            GoRssAfterChurnMiB = round == 1 ? rssAfterChurn : GoRssAfterChurnMiB;

            var running = await OperatorSync.StartAsync(client, kubeconfig, audit);
            _operatorSync.Add(running.Sync.TotalSeconds);
            _operatorRss.Add(running.Memory.Resident);
            Progress.Say($"round {round}: sync {running.Sync.TotalSeconds:0.00} s, Go {sync:0.00} s; memory {running.Memory.Resident:0} MiB, Go {rss:0} MiB");
            if (round == Rounds)
                return running;
            await running.Running.DisposeAsync();
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private async Task<(double Sync, double Rss, double RssAfterChurn)> GoAsync(string contentType, bool churn, CancellationToken cancellationToken)
    {
        var (running, rss) = await GoInformer.StartAsync(kubeconfig, contentType, cancellationToken);
        await using (running)
        {
            if (!churn)
                return (running.Sync.TotalSeconds, rss, rss);
            await load.ChurnAsync(cancellationToken);
            var after = await running.ResidentMiBAsync(cancellationToken);
            await load.ForgetChurnAsync(cancellationToken);
            return (running.Sync.TotalSeconds, rss, after);
        }
    }
}
