using System.Globalization;
using ClusterCode.TestCluster;
using ClusterCode.Testing;

namespace ClusterCode.ControllerRuntime.ClusterTests.Support;

/// <summary>One control plane for all tests here, which run one after the other because they stop and break it.</summary>
public sealed class ControlPlaneFixture : IAsyncLifetime
{
    private const string StateVariable = "CLUSTERCODE_CONTROL_PLANE_STATE";
    private const string PortVariable = "CLUSTERCODE_CONTROL_PLANE_PORT";
    private const string DefaultState = "/var/tmp/cluster-code-control-plane";
    private const int DefaultPort = 5443;

    public ControlPlane Plane { get; private set; } = null!;

    public async Task InitializeAsync() => Plane = await ControlPlane.StartAsync(
        Repository.Root,
        Environment.GetEnvironmentVariable(StateVariable) ?? DefaultState,
        int.Parse(Environment.GetEnvironmentVariable(PortVariable) ?? DefaultPort.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    public async Task DisposeAsync() => await Plane.DisposeAsync();
}
