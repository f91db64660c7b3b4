using System.Collections.Concurrent;
using ClusterCode.ControllerRuntime.LeaderElection;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A leadership that the test gives and takes.</summary>
internal sealed class FakeLeadershipGate : ILeadershipGate
{
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Asked { get; } = new();

    public TaskCompletionSource Leads { get; } = new();

    public ConcurrentQueue<string> Calls { get; } = new();

    public bool IsLeader { get; set; } = true;

    public bool IsOverdue { get; set; }

    public volatile bool Stopping;

    public Action OnRelease { get; set; } = () => { };

    public void Lose()
    {
        IsLeader = false;
        _lost.SetResult("the test took it");
    }

    public Task WaitForLeadershipAsync(CancellationToken cancellationToken)
    {
        Asked.TrySetResult();
        return Leads.Task.WaitAsync(cancellationToken);
    }

    public Task<string> WaitForLossAsync(CancellationToken cancellationToken) => _lost.Task.WaitAsync(cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken)
    {
        Calls.Enqueue("released");
        OnRelease();
        return Task.CompletedTask;
    }
}
