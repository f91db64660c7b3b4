using ClusterCode.ControllerRuntime.Controllers;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

internal sealed class WidgetFinalizer : IEntityFinalizer<Widget>
{
    public const string Identifier = "example.com/cleanup";

    private int _calls;

    public int Calls => _calls;

    public Func<int, Widget, ReconciliationResult<Widget>> OnFinalize { get; set; } = (_, widget) => ReconciliationResult<Widget>.Success(widget);

    public Task<ReconciliationResult<Widget>> FinalizeAsync(Widget entity, CancellationToken cancellationToken) =>
        Task.FromResult(OnFinalize(Interlocked.Increment(ref _calls), entity));
}
