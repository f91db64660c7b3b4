using System.Collections.Concurrent;
using ClusterCode.ControllerRuntime.Controllers;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>Writes down what it is called with and does as it is told.</summary>
internal sealed class WidgetController : IEntityController<Widget>
{
    private readonly ConcurrentQueue<string> _calls = new();

    public string[] Calls => [.. _calls];

    public Func<Widget, CancellationToken, Task<ReconciliationResult<Widget>>> OnReconcile { get; set; } =
        (widget, _) => Task.FromResult(ReconciliationResult<Widget>.Success(widget));

    public Func<Widget, ReconciliationResult<Widget>> OnDeleted { get; set; } = widget => ReconciliationResult<Widget>.Success(widget);

    public Task<ReconciliationResult<Widget>> ReconcileAsync(Widget entity, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"{entity.Metadata.Name}={entity.Spec.Size}");
        return OnReconcile(entity, cancellationToken);
    }

    public Task<ReconciliationResult<Widget>> DeletedAsync(Widget entity, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"-{entity.Metadata.Name}");
        return Task.FromResult(OnDeleted(entity));
    }
}
