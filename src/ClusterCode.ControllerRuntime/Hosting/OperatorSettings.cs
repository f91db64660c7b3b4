using ClusterCode.ControllerRuntime.LeaderElection;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>What concerns the operator as a whole.</summary>
public sealed class OperatorSettings
{
    /// <summary>The operator's name: its field manager, its User-Agent and its events' reporting controller. A qualified name, as <c>example.com/operator</c> or <c>operator</c>. Default: <c>operator</c>.</summary>
    public string Name { get; set; } = "operator";

    /// <summary>This process among its replicas: its events' reporting instance. Default: <c>POD_NAME</c>, else the machine's name.</summary>
    public string Instance { get; set; } = Environment.GetEnvironmentVariable("POD_NAME") is { Length: > 0 } pod ? pod : Environment.MachineName;

    /// <summary>How long the first lists may take before the start fails. Default: 2 minutes.</summary>
    public TimeSpan CacheSyncTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long running reconciliations may take to end when the operator stops, before they are cancelled. Default: 30 seconds. The host's own ShutdownTimeout must be longer.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether and how replicas agree on which of them acts. By default there is no election: this process acts, and must be the only one that does.</summary>
    public LeaderElectionOptions LeaderElection { get; } = new();
}
