using ClusterCode.TestCluster;

namespace ClusterCode.ControllerRuntime.ClusterTests.LeaderElection;

/// <summary>One operator of several, as a process, behind a proxy that sees what it writes.</summary>
internal sealed class Competitor : IAsyncDisposable
{
    private Competitor(string name, OperatorProcess process, RecordingProxy proxy) => (Name, Process, Proxy) = (name, process, proxy);

    /// <summary>What its identity in the lease begins with.</summary>
    public string Name { get; }

    public OperatorProcess Process { get; }

    public RecordingProxy Proxy { get; }

    public static async Task<Competitor> StartAsync(ControlPlane plane, string name, OperatorProcessOptions options)
    {
        var proxy = await RecordingProxy.StartAsync(plane.Client.BaseUri);
        var log = Path.Combine(AppContext.BaseDirectory, $"operator-{name}.log");
        var process = await OperatorProcess.StartAsync(plane.Client, plane.Kubeconfig, log, options with { Server = proxy.Address });
        return new Competitor(name, process, proxy);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
