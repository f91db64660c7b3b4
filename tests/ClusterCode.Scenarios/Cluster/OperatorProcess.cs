using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using k8s;
using k8s.Models;

namespace ClusterCode.Scenarios.Cluster;

/// <summary>The real program, as a process, with exactly the rights of its ServiceAccount.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    public const string SystemNamespace = "cluster-code-system";
    private const string ServiceAccount = "cluster-code-operator";
    private const string Program = "ClusterCode.Operator.dll";
    private static readonly TimeSpan StartupDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(6);

    private readonly Process _process;
    private readonly string _folder;
    private readonly TextWriter _log;

    private OperatorProcess(Process process, string folder, TextWriter log) => (_process, _folder, _log) = (process, folder, log);

    /// <summary>Starts the program and waits until it says that it is ready.</summary>
    public static async Task<OperatorProcess> StartAsync(Kubernetes client, string adminKubeconfig, string logFile)
    {
        var folder = Directory.CreateTempSubdirectory("cluster-code-scenarios-").FullName;
        var kubeconfig = Path.Combine(folder, "operator.conf");
        await WriteKubeconfigAsync(client, adminKubeconfig, kubeconfig);

        var address = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, Program)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["KUBECONFIG"] = kubeconfig,
                ["POD_NAMESPACE"] = SystemNamespace,
                ["ASPNETCORE_URLS"] = address,
            },
        };
        var log = TextWriter.Synchronized(new StreamWriter(logFile) { AutoFlush = true });
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var running = new OperatorProcess(process, folder, log);
        await running.WaitUntilReadyAsync(new Uri(address + "/readyz"), logFile);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        await _log.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitUntilReadyAsync(Uri readiness, string logFile)
    {
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(StartupDeadline);
        using var poll = new PeriodicTimer(PollInterval);
        try
        {
            do
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException($"the operator ended with exit code {_process.ExitCode} before it was ready; its log is {logFile}");
                }
            }
            while (!await IsReadyAsync(http, readiness, deadline.Token) && await poll.WaitForNextTickAsync(deadline.Token));
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync();
            throw new TimeoutException($"the operator was not ready at {readiness} after {StartupDeadline}; its log is {logFile}");
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri readiness, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(readiness, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private static async Task WriteKubeconfigAsync(Kubernetes client, string adminKubeconfig, string file)
    {
        var admin = await KubernetesClientConfiguration.LoadKubeConfigAsync(adminKubeconfig);
        var context = admin.Contexts.Single(c => c.Name == admin.CurrentContext).ContextDetails;
        var cluster = admin.Clusters.Single(c => c.Name == context.Cluster).ClusterEndpoint;
        var token = await client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { ExpirationSeconds = (long)TokenLifetime.TotalSeconds } },
            ServiceAccount,
            SystemNamespace);
        await File.WriteAllTextAsync(file, $$"""
            apiVersion: v1
            kind: Config
            current-context: operator
            clusters:
            - name: cluster
              cluster: {server: "{{cluster.Server}}", certificate-authority-data: "{{cluster.CertificateAuthorityData}}"}
            users:
            - name: operator
              user: {token: "{{token.Status.Token}}"}
            contexts:
            - name: operator
              context: {cluster: cluster, user: operator}
            """);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
