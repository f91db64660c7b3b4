using System.Collections.Concurrent;
using ClusterCode.ControllerRuntime.Controllers;

namespace ClusterCode.ControllerRuntime.ClusterTests.Finalizers;

/// <summary>Writes down which finalizers each gadget had when it was worked on.</summary>
internal sealed class GadgetController : IEntityController<Gadget>
{
    public ConcurrentQueue<(string Name, string[] Finalizers)> Calls { get; } = new();

    public Task<ReconciliationResult<Gadget>> ReconcileAsync(Gadget entity, CancellationToken cancellationToken)
    {
        Calls.Enqueue((entity.Metadata.Name, [.. entity.Metadata.Finalizers ?? []]));
        return Task.FromResult(ReconciliationResult<Gadget>.Success(entity));
    }
}
