using System.Collections.Concurrent;
using ClusterCode.Api.LlmBackends;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Pulling;
using ClusterCode.Operator.Diagnoses;

namespace ClusterCode.Operator.Backends.Pulling;

/// <summary>
/// The pulls of models, at most one per backend, beside the controller's workers. Nothing of them is kept: after a restart the model is still missing, so the server is
/// asked anew, and goes on with what it has. Calls for one backend must not overlap; a controller's do not.
/// </summary>
internal sealed partial class ModelPulls(IModelPuller puller, TimeProvider clock, ILogger<ModelPulls> logger) : IDisposable
{
    /// <summary>The wait after a first failure; it doubles with each.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<ObjectKey, Pull> _pulls = new();

    /// <summary>The pull that is under way for the backend as it is now; one for what it was before ends.</summary>
    public Pull? UnderWay(LlmBackend backend)
    {
        if (!_pulls.TryGetValue(KeyOf(backend), out var pull))
            return null;
        if (pull.IsOf(backend))
            return pull.Result is null ? pull : null;
        End(backend);
        return null;
    }

    /// <summary>The model is missing: begins a pull, unless the last one failed a moment ago and nobody asked again since.</summary>
    public Pull Begin(LlmBackend backend, BackendConfiguration configuration)
    {
        var name = BackendSelection.NameOf(backend);
        var last = _pulls.GetValueOrDefault(KeyOf(backend));
        if (last is not null)
        {
            Remember(last, name, backend.Spec.Model);
            if (clock.GetUtcNow() < last.NextTry && DiagnosisState.RequestedAt(backend.Metadata) == backend.Status?.LastHandledRequestedAt)
                return last;
        }

        var next = new Pull(backend) { FailuresBefore = last is null ? 0 : last.FailuresBefore + 1 };
        _pulls[KeyOf(backend)] = next;
        LogBegun(logger, name, backend.Spec.Model);
        // It ends by itself, throws nothing, and is asked for its result.
        _ = next.RunAsync(puller, configuration);
        return next;
    }

    /// <summary>The backend is gone, or needs no pull any more.</summary>
    public void End(LlmBackend backend)
    {
        if (!_pulls.TryRemove(KeyOf(backend), out var pull))
            return;
        if (pull.Result is null)
            LogEnded(logger, BackendSelection.NameOf(backend));
        pull.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pull in _pulls.Values)
            pull.Dispose();
    }

    private void Remember(Pull ended, string name, string? model)
    {
        if (ended.NextTry is not null)
            return;
        var wait = FirstWait * Math.Pow(2, Math.Min(ended.FailuresBefore, 16));
        ended.NextTry = clock.GetUtcNow() + (wait < LongestWait ? wait : LongestWait);
        LogFailed(logger, name, model, PullReport.WhyMissing(ended));
    }

    private static ObjectKey KeyOf(LlmBackend backend) => new(backend.Metadata.NamespaceProperty, backend.Metadata.Name);
}
