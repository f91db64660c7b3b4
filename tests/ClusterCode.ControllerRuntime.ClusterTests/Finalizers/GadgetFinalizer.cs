using System.Collections.Concurrent;
using ClusterCode.ControllerRuntime.Controllers;

namespace ClusterCode.ControllerRuntime.ClusterTests.Finalizers;

/// <summary>Fails as often as it is told to.</summary>
internal class GadgetFinalizer : IEntityFinalizer<Gadget>
{
    private int _calls;

    public ConcurrentQueue<string> Finished { get; } = new();

    public int Calls => _calls;

    /// <summary>Throws, or returns a failure, for as long as it says so.</summary>
    public Func<int, bool> MustFail { get; set; } = _ => false;

    /// <summary>Is awaited before it does anything, as the work of a real one is.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public async Task<ReconciliationResult<Gadget>> FinalizeAsync(Gadget entity, CancellationToken cancellationToken)
    {
        await Meanwhile();
        var call = Interlocked.Increment(ref _calls);
        if (MustFail(call))
            return call % 2 == 0 ? throw new InvalidOperationException("on purpose") : ReconciliationResult<Gadget>.Failure(entity, "not yet");
        Finished.Enqueue(entity.Metadata.Name);
        return ReconciliationResult<Gadget>.Success(entity);
    }
}
