using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using k8s;
using k8s.Models;

namespace ClusterCode.TestCluster;

/// <summary>The real program, as a process, with exactly the rights of its ServiceAccount.</summary>
public sealed class OperatorProcess : IAsyncDisposable
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

    private readonly string _logFile;

    private OperatorProcess(Process process, string folder, TextWriter log, Uri address, string logFile) =>
        (_process, _folder, _log, Address, _logFile) = (process, folder, log, address, logFile);

    /// <summary>Where it serves health and metrics.</summary>
    public Uri Address { get; }

    /// <summary>The memory that the process holds, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>The processor time that it has used, in user and kernel mode.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>When the process was started, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long Started { get; private init; }

    /// <summary>Starts the program and waits until it says that it is ready.</summary>
    public static async Task<OperatorProcess> StartAsync(Kubernetes client, string adminKubeconfig, string logFile, OperatorProcessOptions? options = null)
    {
        var running = await LaunchAsync(client, adminKubeconfig, logFile, options);
        await running.WaitUntilReadyAsync();
        return running;
    }

    /// <summary>Starts the program and does not wait.</summary>
    public static async Task<OperatorProcess> LaunchAsync(Kubernetes client, string adminKubeconfig, string logFile, OperatorProcessOptions? options = null)
    {
        options ??= new OperatorProcessOptions();
        var folder = Directory.CreateTempSubdirectory("cluster-code-test-").FullName;
        var kubeconfig = Path.Combine(folder, "operator.conf");
        await WriteKubeconfigAsync(client, adminKubeconfig, kubeconfig, options.Server);

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
                // The tests' model servers are on this machine too.
                ["AllowLocalEndpoints"] = "true",
            },
        };
        foreach (var (name, value) in options.Environment)
            start.Environment[name] = value;
        var log = TextWriter.Synchronized(new StreamWriter(logFile, append: true) { AutoFlush = true });
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        var started = Stopwatch.GetTimestamp();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new OperatorProcess(process, folder, log, new Uri(address), logFile) { Started = started };
    }

    /// <summary>Whether it still runs, be it frozen.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Stops it in its tracks, as a node without processor time does; <see cref="WakeAsync"/> lets it go on.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task WakeAsync() => SignalAsync("CONT");

    /// <summary>Asks it to end, as a kubelet does, and does not wait.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>Waits until it has ended, and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken deadline)
    {
        await _process.WaitForExitAsync(deadline);
        return _process.ExitCode;
    }

    /// <summary>What it answers at a path, and 0 when it does not answer.</summary>
    public async Task<(int Code, string Body)> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient();
        try
        {
            using var response = await http.GetAsync(new Uri(Address, path), cancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does: nothing of it gets a chance to finish.</summary>
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

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task WaitUntilReadyAsync()
    {
        var readiness = new Uri(Address, "/readyz");
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(StartupDeadline);
        using var poll = new PeriodicTimer(PollInterval);
        try
        {
            do
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException($"the operator ended with exit code {_process.ExitCode} before it was ready; its log is {_logFile}");
                }
            }
            while (!await IsReadyAsync(http, readiness, deadline.Token) && await poll.WaitForNextTickAsync(deadline.Token));
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync();
            throw new TimeoutException($"the operator was not ready at {readiness} after {StartupDeadline}; its log is {_logFile}");
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"the operator could not be sent {signal}: it has ended; its log is {_logFile}");
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

    private static async Task WriteKubeconfigAsync(Kubernetes client, string adminKubeconfig, string file, Uri? server)
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
              cluster: {server: "{{server?.ToString() ?? cluster.Server}}", certificate-authority-data: "{{cluster.CertificateAuthorityData}}"}
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
