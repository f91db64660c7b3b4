using ClusterCode.ControllerRuntime.Caching;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>A controller's watches and workers, started and stopped together.</summary>
internal sealed class ControllerRunner<TKey>(string name, ControllerWorkers<TKey> workers, IReadOnlyList<Func<IResourceEventHandlerRegistration>> bindings) : IControllerRunner, IDisposable
    where TKey : notnull
{
    private readonly List<IResourceEventHandlerRegistration> _registrations = [];

    public string Name => name;

    public void Bind() => _registrations.AddRange(bindings.Select(bind => bind()));

    public Task WaitForSyncAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_registrations.Select(registration => registration.WaitForSyncAsync(cancellationToken)));

    public Task RunAsync(CancellationToken stopping, CancellationToken aborting) => workers.RunAsync(stopping, aborting);

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
