using ClusterCode.Api;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.TestCluster;
using k8s;
using k8s.Models;

namespace ClusterCode.IntegrationTests.Support;

/// <summary>A real API server with the CRDs and the operator's rights applied, as hack/test.sh sets it up.</summary>
public sealed class ApiServerFixture : IAsyncLifetime, IAsyncDisposable
{
    private const string KubeconfigVariable = "CLUSTERCODE_KUBECONFIG";

    private Kubernetes? _client;
    private ObjectWatch<DiagnosisRequest>? _diagnoses;
    private ObjectWatch<LlmBackend>? _backends;
    private ObjectWatch<Eventsv1Event>? _events;

    public string Kubeconfig { get; } = Environment.GetEnvironmentVariable(KubeconfigVariable)
        ?? throw new InvalidOperationException($"{KubeconfigVariable} must name the kubeconfig of a cluster administrator; hack/test.sh sets it up");

    public Kubernetes Client => _client!;

    public Kubectl Kubectl { get; private set; } = null!;

    public ObjectWatch<DiagnosisRequest> Diagnoses => _diagnoses!;

    public ObjectWatch<LlmBackend> Backends => _backends!;

    public ObjectWatch<Eventsv1Event> Events => _events!;

    /// <summary>A log file beside the tests, which a failing test's message can name.</summary>
    public static string LogFile(string name) => Path.Combine(AppContext.BaseDirectory, $"operator-{name}.log");

    public async Task InitializeAsync()
    {
        _client = new Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(Kubeconfig)));
        Kubectl = new Kubectl(Kubeconfig);
        _diagnoses = new ObjectWatch<DiagnosisRequest>(_client, $"apis/{ClusterCodeApi.GroupVersion}/{DiagnosisRequest.Plural}");
        _backends = new ObjectWatch<LlmBackend>(_client, $"apis/{ClusterCodeApi.GroupVersion}/{LlmBackend.Plural}");
        _events = new ObjectWatch<Eventsv1Event>(_client, "apis/events.k8s.io/v1/events");
    }

    /// <summary>The operator as a process with its ServiceAccount's rights; ready.</summary>
    public Task<OperatorProcess> StartOperatorAsync(string log) => OperatorProcess.StartAsync(Client, Kubeconfig, LogFile(log));

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await (_diagnoses?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_backends?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_events?.DisposeAsync() ?? ValueTask.CompletedTask);
        _client?.Dispose();
    }
}
