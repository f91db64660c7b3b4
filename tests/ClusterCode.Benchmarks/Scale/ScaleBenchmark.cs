using ClusterCode.Benchmarks.Scale.Failing;
using ClusterCode.Benchmarks.Scale.Loading;
using ClusterCode.Benchmarks.Scale.Measuring;
using ClusterCode.TestCluster;
using k8s;

namespace ClusterCode.Benchmarks.Scale;

/// <summary>
/// What the operator costs on a cluster of 10,000 pods and 20,000 events, beside a bare client-go informer, and how soon it diagnoses 500 workloads of it. The API
/// server is real; controllers and kubelets are not there, and this program writes what they would write.
/// </summary>
internal static class ScaleBenchmark
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(40);

    /// <summary>Long enough for the operator to have read the last of what was written.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        var size = ScaleSize.Parse(arguments);
        var kubeconfig = Required("CLUSTERCODE_KUBECONFIG", "the kubeconfig of a cluster administrator");
        var audit = new AuditLog(Required("CLUSTERCODE_AUDIT_LOG", "the API server's audit log"));
        using var client = new Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)));
        await new Kubectl(kubeconfig).ApplyAsync(Policy, ns: null, deadline.Token);

        var report = new ScaleReport();
        await using var kubelet = await Kubelet.StartAsync(deadline.Token);
        var load = await ClusterLoad.WriteAsync(client, size, kubelet.Port, deadline.Token);
        report.Add("pods", size.Pods);
        report.Add("events", size.Events);
        report.Add("pod_bytes", await load.PodBytesAsync(deadline.Token), 0);

        var comparison = new InformerComparison(client, kubeconfig, load, audit);
        var started = await comparison.RunAsync(deadline.Token);
        await using (started.Running)
        {
            Report(report, comparison, started);
            var sync = audit.Since(started.AuditPosition);
            report.Add("longest_list_s", sync.Max(request => request.Duration).TotalSeconds, 2);
            report.AddRequests("sync_requests", sync);
            await MeasureChurnAsync(report, load, audit, started, deadline.Token);
            report.Add("go_rss_after_churn_mib", comparison.GoRssAfterChurnMiB);
            await MeasureFailuresAsync(client, report, load, audit, size, deadline.Token);
            var memory = ProcessMemory.Of(started.Running.Id);
            report.Add("rss_at_end_mib", memory.Resident);
            report.Add("rss_peak_mib", memory.Peak);
            report.Add("cpu_s", started.Running.ProcessorTime.TotalSeconds, 2);
        }

        // The API server notes a watch when it ends.
        await Task.Delay(Settling, deadline.Token);
        var requests = audit.Since(started.AuditPosition);
        report.Add("lists_after_sync", requests.Count(request => request.IsInformerList && request.Received > started.ReadyAt));
        report.AddRequests("requests", requests);
        report.Write();
        return 0;
    }

    private static async Task MeasureChurnAsync(ScaleReport report, ClusterLoad load, AuditLog audit, OperatorSync started, CancellationToken cancellationToken)
    {
        var position = audit.Position;
        await load.ChurnAsync(cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        var memory = ProcessMemory.Of(started.Running.Id);
        report.Add("rss_after_churn_mib", memory.Resident);
        report.Add("rss_after_churn_anonymous_mib", memory.Anonymous);
        report.Add("churn_cpu_s", (started.Running.ProcessorTime - started.ProcessorTime).TotalSeconds, 2);
        report.AddRequests("churn_requests", audit.Since(position));
    }

    private static void Report(ScaleReport report, InformerComparison comparison, OperatorSync started)
    {
        report.Add("sync_s", comparison.OperatorSyncSeconds, 2);
        report.Add("go_sync_s", comparison.GoSyncSeconds, 2);
        report.Add("sync_ratio", comparison.OperatorSyncSeconds / comparison.GoSyncSeconds, 2);
        report.Add("go_json_sync_s", comparison.GoJsonSyncSeconds, 2);
        report.Add("rss_mib", comparison.OperatorRssMiB);
        report.Add("go_rss_mib", comparison.GoRssMiB);
        report.Add("rss_ratio", comparison.OperatorRssMiB / comparison.GoRssMiB, 2);
        report.Add("go_json_rss_mib", comparison.GoJsonRssMiB);
        report.Add("rss_anonymous_mib", started.Memory.Anonymous);
        report.Add("rss_files_mib", started.Memory.Files);
        report.Add("sync_cpu_s", started.ProcessorTime.TotalSeconds, 2);
    }

    private static async Task MeasureFailuresAsync(
        Kubernetes client, ScaleReport report, ClusterLoad load, AuditLog audit, ScaleSize size, CancellationToken cancellationToken)
    {
        await using var watch = new DiagnosisWatch(client);
        var failures = new FailureRun(load, watch, audit);
        var few = load.Workloads.Take(size.OneByOne).ToList();
        var oneByOne = await failures.OneByOneAsync(few, cancellationToken);
        report.Add("p50_s", oneByOne.Each.At(0.50), 3);
        report.Add("p95_s", oneByOne.Each.At(0.95), 3);
        report.Add("p99_s", oneByOne.Each.At(0.99), 3);
        report.Add("one_by_one_requests_per_diagnosis", oneByOne.PerDiagnosis, 2);
        report.AddRequests("one_by_one_requests", oneByOne.Requests);
        await failures.MendAsync(few, cancellationToken);

        var atOnce = await failures.AtOnceAsync(load.Workloads, cancellationToken);
        report.Add("all_diagnosed_s", atOnce.All.TotalSeconds, 2);
        report.Add("at_once_p50_s", atOnce.Each.At(0.50), 3);
        report.Add("at_once_p95_s", atOnce.Each.At(0.95), 3);
        report.Add("at_once_p99_s", atOnce.Each.At(0.99), 3);
        report.Add("requests_per_diagnosis", atOnce.PerDiagnosis, 2);
        report.AddRequests("at_once_requests", atOnce.Requests);
    }

    private static string Required(string variable, string what) => Environment.GetEnvironmentVariable(variable)
        ?? throw new InvalidOperationException($"{variable} must name {what}; hack/bench.sh sets it up");

    private static string Policy => $$"""
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisPolicy
        metadata: { name: scale }
        spec:
          namespaceSelector:
            matchLabels: { cluster-code.io/scale: {{ClusterLoad.NamespaceLabel}} }
          maxConcurrent: 1000
        """;
}
