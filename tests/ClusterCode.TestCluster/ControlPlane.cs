using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using k8s;

namespace ClusterCode.TestCluster;

/// <summary>
/// A real etcd, API server and controller manager of one's own, which may be stopped, restarted and compacted without anybody else noticing.
/// <c>hack/local-cluster/cluster.sh</c> runs them.
/// </summary>
public sealed class ControlPlane : IAsyncDisposable
{
    /// <summary>How far etcd's port is from the API server's; as in cluster.sh.</summary>
    private const int EtcdPortOffset = 10000;

    private const string ApiServer = "kube-apiserver";
    private const string ControllerManager = "kube-controller-manager";

    private readonly string _script;
    private readonly string _state;
    private readonly int _port;

    private ControlPlane(string script, string state, int port) => (_script, _state, _port) = (script, state, port);

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(_state, "admin.conf");

    /// <summary>A client with every right.</summary>
    public Kubernetes Client { get; private set; } = null!;

    /// <summary>Starts one, empty.</summary>
    /// <param name="repository">The repository's folder.</param>
    /// <param name="state">Where its data, certificates and logs go; emptied first.</param>
    /// <param name="port">The API server's; other ports follow from it.</param>
    public static async Task<ControlPlane> StartAsync(string repository, string state, int port)
    {
        var plane = new ControlPlane(Path.Combine(repository, "hack", "local-cluster", "cluster.sh"), state, port);
        await plane.RunAsync("reset");
        await plane.RunAsync("up", "--control-plane-only");
        plane.Client = new Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(plane.Kubeconfig)));
        return plane;
    }

    /// <summary>Stops the API server alone; what etcd holds stays.</summary>
    public Task StopApiServerAsync() => RunAsync("stop", ApiServer);

    /// <summary>Stops the controller manager, so that nothing but the test changes objects.</summary>
    public Task StopControllerManagerAsync() => RunAsync("stop", ControllerManager);

    /// <summary>Starts what is not running and returns when the API server answers.</summary>
    public Task StartMissingAsync() => RunAsync("up", "--control-plane-only");

    /// <summary>Makes etcd forget every version but the newest, so that older ones are answered with 410 once the API server's memory of them is gone too.</summary>
    public async Task CompactAsync(CancellationToken cancellationToken = default)
    {
        using var etcd = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{(_port + EtcdPortOffset).ToString(CultureInfo.InvariantCulture)}") };
        // etcd's JSON gateway: keys are base64, numbers are strings.
        var status = await PostAsync(etcd, "/v3/kv/range", new { key = Convert.ToBase64String(Encoding.UTF8.GetBytes("/")) }, cancellationToken);
        var revision = status.GetProperty("header").GetProperty("revision").GetString();
        await PostAsync(etcd, "/v3/kv/compaction", new { revision, physical = true }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await RunAsync("reset");
    }

    private static async Task<System.Text.Json.JsonElement> PostAsync(HttpClient etcd, string path, object body, CancellationToken cancellationToken)
    {
        using var response = await etcd.PostAsJsonAsync(path, body, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(cancellationToken);
    }

    private async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(_script, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["STATE"] = _state, ["PORT"] = _port.ToString(CultureInfo.InvariantCulture) },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{_script} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{_script} {string.Join(' ', arguments)}: exit code {process.ExitCode}: {await error}{await output}");
    }
}
