using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Pulling;

namespace ClusterCode.Operator.Backends.Pulling;

/// <summary>One backend's pull: under way, or ended and remembered so that the next waits its turn. It is of one spec; another spec's is another.</summary>
internal sealed class Pull(LlmBackend backend) : IDisposable
{
    private readonly string? _uid = backend.Metadata.Uid;
    private readonly long? _generation = backend.Metadata.Generation;
    private readonly CancellationTokenSource _end = new();
    private volatile PullProgress _progress = new(0, 0);
    private volatile PullResult? _result;

    /// <summary>How far it is.</summary>
    public PullProgress Progress => _progress;

    /// <summary>How it ended; null while it is under way.</summary>
    public PullResult? Result => _result;

    /// <summary>How many pulls of this spec failed in a row before this one.</summary>
    public int FailuresBefore { get; init; }

    /// <summary>When the next pull may begin, where this one failed.</summary>
    public DateTimeOffset? NextTry { get; set; }

    /// <summary>Whether the backend is still the one whose model is pulled, with the spec that said so.</summary>
    public bool IsOf(LlmBackend other) => _uid == other.Metadata.Uid && _generation == other.Metadata.Generation;

    /// <summary>Pulls until the end, or until it is disposed of.</summary>
    public async Task RunAsync(IModelPuller puller, BackendConfiguration configuration)
    {
        try
        {
            _result = await puller.PullAsync(configuration, progress => _progress = progress, _end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Nobody waits for its result any more.
        }
    }

    /// <summary>Ends it. The source itself holds nothing that would have to be given back, and the pull may still ask it.</summary>
    public void Dispose() => _end.Cancel();
}
