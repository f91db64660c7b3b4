using System.Collections.Concurrent;
using ClusterCode.Api;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Scenarios.Catalog;
using ClusterCode.TestCluster;
using k8s;
using k8s.Models;

namespace ClusterCode.Scenarios.Cluster;

/// <summary>The real cluster with one operator for the whole run. Every scenario is applied at the start, in a namespace of its own; the tests then
/// wait side by side.</summary>
public sealed class ScenarioCluster : IAsyncLifetime, IAsyncDisposable
{
    private const string KubeconfigVariable = "CLUSTERCODE_KUBECONFIG";
    private const string RunLabel = ClusterCodeApi.Group + "/scenarios";
    private const int AppliedAtOnce = 6;

    /// <summary>From a scenario's start to its diagnosis. A CronJob alone needs a minute to start; twenty replicas on a busy machine take theirs.</summary>
    private static readonly TimeSpan DiagnosisDeadline = TimeSpan.FromMinutes(4);

    private readonly string _run = Guid.NewGuid().ToString("N")[..6];
    private readonly ConcurrentDictionary<string, Task<DiagnosisRequest>> _diagnoses = new();
    private Kubernetes? _client;
    private OperatorProcess? _operator;
    private ObjectWatch<DiagnosisRequest>? _requests;
    private ObjectWatch<Eventsv1Event>? _events;

    internal IReadOnlyList<Scenario> Scenarios { get; } = ScenarioCatalog.Load();

    internal Kubectl Kubectl { get; private set; } = null!;

    internal ObjectWatch<DiagnosisRequest> Requests => _requests!;

    internal ObjectWatch<Eventsv1Event> Events => _events!;

    internal string OperatorLog { get; } = Path.Combine(AppContext.BaseDirectory, "operator.log");

    public async Task InitializeAsync()
    {
        var kubeconfig = Environment.GetEnvironmentVariable(KubeconfigVariable)
            ?? throw new InvalidOperationException($"{KubeconfigVariable} must name the kubeconfig of a cluster administrator; hack/test.sh sets it up");
        _client = new Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)));
        Kubectl = new Kubectl(kubeconfig);
        _requests = new ObjectWatch<DiagnosisRequest>(_client, $"apis/{ClusterCodeApi.GroupVersion}/{DiagnosisRequest.Plural}");
        _events = new ObjectWatch<Eventsv1Event>(_client, "apis/events.k8s.io/v1/events");
        _operator = await OperatorProcess.StartAsync(_client, kubeconfig, OperatorLog);
        await Kubectl.ApplyAsync(Policy(), ns: null, CancellationToken.None);
        await Parallel.ForEachAsync(
            Scenarios.Where(s => s.Expectation.Taint is null),
            new ParallelOptions { MaxDegreeOfParallelism = AppliedAtOnce },
            async (scenario, cancellationToken) => await ApplyAsync(scenario, cancellationToken));
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (Kubectl is not null)
        {
            await Kubectl.RunAsync(["delete", "diagnosispolicy", PolicyName, "--ignore-not-found", "--wait=false"]);
            await Kubectl.RunAsync(["delete", "namespace", "-l", $"{RunLabel}={_run}", "--ignore-not-found", "--wait=false"]);
        }

        await DisposeAsync(_operator);
        await DisposeAsync(_requests);
        await DisposeAsync(_events);
        _client?.Dispose();

        static ValueTask DisposeAsync(IAsyncDisposable? disposable) => disposable?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    internal string NamespaceOf(Scenario scenario) => $"{scenario.Name}-{_run}";

    internal async Task ApplyAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var ns = NamespaceOf(scenario);
        await Kubectl.ApplyAsync(
            $$"""
            apiVersion: v1
            kind: Namespace
            metadata: {name: {{ns}}, labels: { {{RunLabel}}: "{{_run}}" } }
            """,
            ns: null,
            cancellationToken);
        var manifest = await ServesCronJobV1Async(cancellationToken)
            ? scenario.Manifest
            : scenario.Manifest.Replace("apiVersion: batch/v1\nkind: CronJob", "apiVersion: batch/v1beta1\nkind: CronJob", StringComparison.Ordinal);
        await Kubectl.ApplyAsync(manifest, ns, cancellationToken);
        if (!scenario.Expectation.Healthy)
        {
            // Every wait begins with its scenario, so that the deadlines of tests that fail do not add up. The test observes the task.
            _ = DiagnosisOf(scenario);
        }
    }

    /// <summary>The scenario's diagnosis, once it is ready and names one of the expected categories. Waits in the background, once per scenario.</summary>
    internal Task<DiagnosisRequest> DiagnosisOf(Scenario scenario) => _diagnoses.GetOrAdd(scenario.Name, _ => WaitForDiagnosisAsync(scenario));

    /// <summary>Ends when every other failing scenario has its diagnosis, or has failed to get one: that is reported by its own test.</summary>
    internal async Task OthersAreDoneAsync(Scenario scenario)
    {
        var others = Scenarios.Where(s => s.Name != scenario.Name && s.Expectation is { Healthy: false, Taint: null }).Select(DiagnosisOf);
        await ((Task)Task.WhenAll(others)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What the cluster says about a scenario, for the message of a test that fails.</summary>
    internal async Task<string> DescribeAsync(Scenario scenario)
    {
        var ns = NamespaceOf(scenario);
        var objects = await Kubectl.RunAsync(["get", "pods,events", "-n", ns]);
        var diagnoses = Requests.In(ns).Select(d =>
            $"{d.Metadata.Name}: {d.Status?.RootCause?.Category ?? "no root cause"} ({d.Status?.RootCause?.Resource.Kind}/{d.Status?.RootCause?.Resource.Name}): {d.Status?.RootCause?.Summary}\n"
            + string.Concat((d.Status?.Conditions ?? []).Select(c => $"    {c.Type}={c.Status} {c.Reason}: {c.Message}\n")));
        return $"Diagnoses in {ns}:\n{string.Join('\n', diagnoses)}\n{objects}\nThe operator's log is {OperatorLog}";
    }

    private string PolicyName => $"scenarios-{_run}";

    private string Policy() => $$"""
        apiVersion: {{ClusterCodeApi.GroupVersion}}
        kind: DiagnosisPolicy
        metadata: {name: {{PolicyName}}}
        spec:
          namespaceSelector: { matchLabels: { {{RunLabel}}: "{{_run}}" } }
          gracePeriod: 5s
          cooldown: 10s
          maxConcurrent: 8
        """;

    private async Task<DiagnosisRequest> WaitForDiagnosisAsync(Scenario scenario)
    {
        var ns = NamespaceOf(scenario);
        using var deadline = new CancellationTokenSource(DiagnosisDeadline);
        try
        {
            return await Requests.UntilAsync(ns, requests => requests.FirstOrDefault(r => IsDiagnosed(r, scenario.Expectation)), deadline.Token);
        }
        catch (OperationCanceledException)
        {
            var found = await DescribeAsync(scenario);
            throw new TimeoutException(
                $"no diagnosis of {scenario.Expectation.Workload} with category {string.Join(" or ", scenario.Expectation.Category)} in {DiagnosisDeadline}. {found}");
        }
    }

    private static bool IsDiagnosed(DiagnosisRequest request, Expectation expected) =>
        request.Status is { RootCause: { } cause } status
        && status.Conditions.Any(c => c is { Type: "Ready", Status: "True" })
        && expected.Category.Contains(cause.Category)
        && (expected.AffectedPods is not { } pods || status.Occurrences?.AffectedPods == pods);

    private async Task<bool> ServesCronJobV1Async(CancellationToken cancellationToken)
    {
        var resources = await _client!.BatchV1.GetAPIResourcesAsync(cancellationToken);
        return resources.Resources.Any(r => r.Kind == "CronJob");
    }
}
