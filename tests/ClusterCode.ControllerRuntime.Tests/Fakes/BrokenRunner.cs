using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Controllers;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A part that breaks as soon as it runs.</summary>
internal sealed class BrokenRunner : IInformerRunner, IControllerRunner
{
    public string Name => "broken";

    public bool HasSynced => true;

    public Exception? LastError => null;

    public void Bind()
    {
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RunAsync(CancellationToken cancellationToken) => Task.FromException(new InvalidOperationException("out of order"));

    public Task RunAsync(CancellationToken stopping, CancellationToken aborting) => RunAsync(stopping);
}
