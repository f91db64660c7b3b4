namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>The gate of an operator of which there is only one.</summary>
internal sealed class AlwaysLeader : ILeadershipGate
{
    public bool IsLeader => true;

    public bool IsOverdue => false;

    public Task WaitForLeadershipAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> WaitForLossAsync(CancellationToken cancellationToken) => new TaskCompletionSource<string>().Task.WaitAsync(cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
