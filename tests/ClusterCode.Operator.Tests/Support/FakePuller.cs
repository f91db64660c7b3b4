using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Pulling;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Pulls that stand where the test puts them; the newest is the one that is meant.</summary>
internal sealed class FakePuller : IModelPuller
{
    private TaskCompletionSource<PullResult> _result = new();
    private Action<PullProgress> _report = _ => { };
    private CancellationToken _cancelled;

    /// <summary>The models that were to be pulled, in order.</summary>
    public List<string?> Models { get; } = [];

    public bool IsCancelled => _cancelled.IsCancellationRequested;

    public void Report(long completed, long total) => _report(new PullProgress(completed, total));

    /// <summary>Ends the pull; who waits for it has heard of it then. On a thread of its own, because continuations do not run at once under the test's context.</summary>
    public Task EndAsync(string? failure = null) => Task.Run(() => _result.SetResult(new PullResult(failure)));

    public Task<PullResult> PullAsync(BackendConfiguration backend, Action<PullProgress> report, CancellationToken cancellationToken)
    {
        Models.Add(backend.Spec.Model);
        var result = new TaskCompletionSource<PullResult>();
        (_result, _report, _cancelled) = (result, report, cancellationToken);
        cancellationToken.Register(() => result.TrySetCanceled(cancellationToken));
        return result.Task;
    }
}
