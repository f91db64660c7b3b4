using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Measuring;
using ClusterCode.Api;
using ClusterCode.Api.Redaction;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Hosting;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded;
using ClusterCode.Diagnosis.Views.Recording;
using ClusterCode.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClusterCode.Accuracy.Live;

/// <summary>The real cluster that live scenarios are applied to.</summary>
public sealed class LiveCluster : IAsyncDisposable
{
    private const string RunLabel = ClusterCodeApi.Group + "/accuracy";
    private const string CaseLabel = ClusterCodeApi.Group + "/case";
    private static readonly TimeSpan AddressDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StageDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AddressPoll = TimeSpan.FromSeconds(1);

    private readonly string _run = Guid.NewGuid().ToString("N")[..5];
    private readonly ServiceProvider _services = new ServiceCollection().AddClusterCodeDiagnosis().BuildServiceProvider();
    private readonly Kubectl _kubectl;
    private readonly ClusterConnection _connection;

    /// <param name="kubeconfig">A cluster administrator's.</param>
    public LiveCluster(string kubeconfig)
    {
        _kubectl = new Kubectl(kubeconfig);
        _connection = ClusterConnection.Open(kubeconfig, context: null, "cluster-code-accuracy", TimeProvider.System, NullLoggerFactory.Instance);
    }

    /// <summary>Its API server.</summary>
    public HttpClient Http => _connection.Http;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _kubectl.RunAsync(["delete", "namespace", "-l", $"{RunLabel}={_run}", "--ignore-not-found", "--wait=false"]);
        _connection.Dispose();
        await _services.DisposeAsync();
    }

    /// <summary>Diagnoses, and tells how to do so again over a recording of all that was read.</summary>
    internal async Task<(MeasuredReport Live, Func<CancellationToken, Task<MeasuredReport>> Replay)> DiagnoseAndRecordAsync(DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        var clock = new StoppedClock(TimeProvider.System.GetUtcNow());
        var recording = new RecordingClusterView(new LiveClusterView(Http, TimeProvider.System), _services.GetRequiredService<ISecretRedactor>(), clock);
        var live = await MeasuredExpert.DiagnoseAsync(recording, clock, subject, cancellationToken);
        return (live, token => MeasuredExpert.DiagnoseAsync(new RecordedClusterView(recording.Recording), clock, subject, token));
    }

    internal string NamespaceOf(AccuracyCase scenario) => $"{scenario.Class}-{scenario.Name}-{_run}";

    internal async Task ApplyAsync(AccuracyCase scenario, string ns, CancellationToken cancellationToken)
    {
        await _kubectl.ApplyAsync(
            $$"""
            apiVersion: v1
            kind: Namespace
            metadata: {name: {{ns}}, labels: { {{RunLabel}}: "{{_run}}", {{CaseLabel}}: {{ns}} } }
            """,
            ns: null,
            cancellationToken);
        // Until the controller has made it, pods are refused with an error that nobody meant.
        await UntilAsync(["get", "serviceaccount", "default", "-n", ns, "--ignore-not-found", "-o", "name"], $"the default ServiceAccount of {ns}", cancellationToken);
        var stages = LiveManifest.Stages(scenario.Manifest).ToList();
        await ApplyAsync(stages[0], ns, cancellationToken);
        foreach (var stage in stages.Skip(1))
        {
            await _kubectl.RunAsync(["wait", "deployments", "--all", "-n", ns, "--for=condition=Available", $"--timeout={StageDeadline.TotalSeconds:0}s"], cancellationToken: cancellationToken);
            await ApplyAsync(stage, ns, cancellationToken);
        }
    }

    /// <summary>Deletes all of it. What is not in the namespace, such as a StorageClass, goes by its manifest.</summary>
    internal async Task DeleteAsync(AccuracyCase scenario, string ns)
    {
        await TryAsync(["delete", "namespace", ns, "--ignore-not-found", "--wait=false"]);
        await TryAsync(["delete", "pods", "--all", "-n", ns, "--grace-period=1", "--wait=false"]);
        var clusterScoped = string.Join("\n---\n", LiveManifest.Stages(scenario.Manifest).SelectMany(s => s.Split("\n---\n")).Where(IsClusterScoped));
        if (clusterScoped.Length > 0)
        {
            await TryAsync(["delete", "--ignore-not-found", "--wait=false", "-f", "-"], clusterScoped);
        }
    }

    /// <summary>What the cluster shows, for the message of a test that fails.</summary>
    internal async Task<string> DescribeAsync(string ns) =>
        $"{await TryAsync(["get", "all,persistentvolumeclaims,ingresses", "-n", ns])}\n{await TryAsync(["get", "events", "-n", ns, "--sort-by=.metadata.creationTimestamp"])}";

    private async Task ApplyAsync(string manifest, string ns, CancellationToken cancellationToken)
    {
        var (first, then) = LiveManifest.Split(manifest);
        if (first.Length > 0)
        {
            await _kubectl.ApplyAsync(first, ns, cancellationToken);
        }

        if (then.Length == 0)
        {
            return;
        }

        var addresses = new Dictionary<string, string>();
        foreach (var application in LiveManifest.Applications(then))
        {
            addresses[application] = await UntilAsync(
                ["get", "pods", "-n", ns, "-l", $"app={application}", "-o", "jsonpath={.items[0].status.podIP}"], $"the address of a pod of {application}", cancellationToken);
        }

        await _kubectl.ApplyAsync(LiveManifest.WithAddresses(then, addresses), ns, cancellationToken);
    }

    private static bool IsClusterScoped(string document) =>
        new[] { "StorageClass", "PersistentVolume", "IngressClass", "PriorityClass", "ValidatingWebhookConfiguration", "RuntimeClass" }
            .Any(kind => document.Contains($"kind: {kind}\n", StringComparison.Ordinal));

    private async Task<string> UntilAsync(string[] query, string what, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(AddressDeadline);
        try
        {
            while (true)
            {
                // Indexing an empty list is an error to kubectl.
                if ((await TryAsync(query)).Trim() is { Length: > 0 } found && !found.StartsWith("kubectl", StringComparison.Ordinal))
                {
                    return found;
                }

                await Task.Delay(AddressPoll, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{what} was not there after {AddressDeadline.TotalSeconds:0} s");
        }
    }

    private async Task<string> TryAsync(string[] arguments, string? input = null)
    {
        try
        {
            return await _kubectl.RunAsync(arguments, input);
        }
        catch (InvalidOperationException problem)
        {
            return problem.Message;
        }
    }
}
