using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ClusterCode.Api;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.TestCluster;
using k8s;
using k8s.Models;

namespace ClusterCode.Benchmarks.Latency;

/// <summary>
/// How long it takes from CrashLoopBackOff being visible at the API until the root cause stands in the status: fifty Deployments that really crash on a real node, one after
/// the other and then all at once, one operator without a model, and this program's own watches as the clock.
/// </summary>
internal static class LatencyBenchmark
{
    private const int Crashes = 50;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        var kubeconfig = Environment.GetEnvironmentVariable("CLUSTERCODE_KUBECONFIG")
            ?? throw new InvalidOperationException("CLUSTERCODE_KUBECONFIG must name the kubeconfig of a cluster administrator; hack/bench.sh sets it up");
        using var client = new Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)));
        var kubectl = new Kubectl(kubeconfig);
        var ns = $"latency-{Guid.NewGuid().ToString("N")[..6]}";
        await kubectl.ApplyAsync(Manifests(ns), ns: null, deadline.Token);
        try
        {
            await using var running = await OperatorProcess.StartAsync(client, kubeconfig, Path.Combine(AppContext.BaseDirectory, "operator-latency.log"));
            var oneByOne = await MeasureAsync(client, kubectl, ns, "single", inFlight: 1, deadline.Token);
            var atOnce = await MeasureAsync(client, kubectl, ns, "burst", inFlight: Crashes, deadline.Token);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                crashes = Crashes,
                p50_ms = Percentile(oneByOne, 0.50),
                p95_ms = Percentile(oneByOne, 0.95),
                p99_ms = Percentile(oneByOne, 0.99),
                at_once_p50_ms = Percentile(atOnce, 0.50),
                at_once_p95_ms = Percentile(atOnce, 0.95),
                rss_mib = Math.Round(running.ResidentBytes / 1048576.0, 1),
            }));
            return 0;
        }
        finally
        {
            await kubectl.RunAsync(["delete", $"diagnosispolicy/{ns}", $"namespace/{ns}", "--ignore-not-found", "--wait=false"], cancellationToken: CancellationToken.None);
        }
    }

    /// <summary>Crashes fifty Deployments, <paramref name="inFlight"/> of them at a time, and returns the milliseconds that each took, the shortest first.</summary>
    private static async Task<double[]> MeasureAsync(
        Kubernetes client, Kubectl kubectl, string ns, string prefix, int inFlight, CancellationToken cancellationToken)
    {
        var crashed = new ConcurrentDictionary<string, long>();
        var diagnosed = new ConcurrentDictionary<string, long>();
        await using var pods = new ObjectWatch<V1Pod>(client, $"api/v1/namespaces/{ns}/pods", pod => NoteCrash(pod, crashed));
        await using var requests = new ObjectWatch<DiagnosisRequest>(
            client, $"apis/{ClusterCodeApi.GroupVersion}/namespaces/{ns}/{DiagnosisRequest.Plural}", request => NoteDiagnosis(request, diagnosed));
        var names = Enumerable.Range(0, Crashes).Select(i => $"{prefix}-{i:00}").ToList();
        foreach (var batch in names.Chunk(inFlight))
        {
            await kubectl.ApplyAsync(string.Join("\n---\n", batch.Select(Deployment)), ns, cancellationToken);
            await requests.UntilAsync(ns, _ => batch.All(diagnosed.ContainsKey) ? batch : null, cancellationToken);
            await pods.UntilAsync(ns, _ => batch.All(crashed.ContainsKey) ? batch : null, cancellationToken);
        }

        await kubectl.RunAsync(["delete", "deployment", "-n", ns, .. names], cancellationToken: cancellationToken);
        return [.. names.Select(name => Stopwatch.GetElapsedTime(crashed[name], diagnosed[name]).TotalMilliseconds).Order()];
    }

    private static double Percentile(double[] sorted, double share) => Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1]);

    private static void NoteCrash(V1Pod pod, ConcurrentDictionary<string, long> crashed)
    {
        if (pod.Status?.ContainerStatuses?.Any(container => container.State?.Waiting?.Reason == "CrashLoopBackOff") == true)
            crashed.TryAdd(pod.Metadata.Labels["app"], Stopwatch.GetTimestamp());
    }

    private static void NoteDiagnosis(DiagnosisRequest request, ConcurrentDictionary<string, long> diagnosed)
    {
        if (request.Status?.RootCause is not null)
            diagnosed.TryAdd(request.Spec.Target!.Name, Stopwatch.GetTimestamp());
    }

    private static string Manifests(string ns) => $$"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {{ns}}
          labels: { cluster-code.io/latency: {{ns}} }
        ---
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisPolicy
        metadata: { name: {{ns}} }
        spec:
          namespaceSelector:
            matchLabels: { cluster-code.io/latency: {{ns}} }
          maxConcurrent: 50
        """;

    private static string Deployment(string name) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}} }
        spec:
          selector:
            matchLabels: { app: {{name}} }
          template:
            metadata:
              labels: { app: {{name}} }
            spec:
              terminationGracePeriodSeconds: 0
              containers:
              - name: app
                image: cluster-code.local/busybox:1.36
                command: [sh, -c, "echo starting; echo 'FATAL: cannot open /data/{{name}}.db: permission refused by policy'; exit 3"]
        """;
}
