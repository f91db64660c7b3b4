namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>The gate of an operator of which there is only one.</summary>
internal sealed class AlwaysLeader : ILeadershipGate
{
    public Task WaitForLeadershipAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
