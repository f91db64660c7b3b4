using System.Collections.Concurrent;
using ClusterCode.ControllerRuntime.Controllers;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>Keeps the keys that it worked on, and asks to see "red" once more.</summary>
internal sealed class KeyCounter : IKeyReconciler<string>
{
    private readonly ConcurrentQueue<string> _keys = new();

    public string[] Keys => [.. _keys];

    public Task<KeyReconciliation> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        _keys.Enqueue(key);
        return Task.FromResult(key == "red" && Keys.Count(seen => seen == "red") == 1 ? KeyReconciliation.RequeueAfter(TimeSpan.FromHours(1)) : KeyReconciliation.Done);
    }
}
