using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>An informer whose cache the test fills; it tells nobody of anything.</summary>
internal sealed class FakeInformer<T>(ResourceDefinition<T> definition, params IReadOnlyList<Indexer<T>> indexers) : IInformer<T>
    where T : class
{
    public FakeStore<T> Objects { get; } = new(definition, indexers);

    public ResourceDefinition<T> Definition => definition;

    public IStore<T> Store => Objects;

    public bool HasSynced => true;

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IResourceEventHandlerRegistration AddHandler(IResourceEventHandler<T> handler) =>
        throw new NotSupportedException("Nothing under test adds handlers itself.");
}
