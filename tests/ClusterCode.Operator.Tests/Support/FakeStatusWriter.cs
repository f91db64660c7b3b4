using System.Text.Json;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Status;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Writes statuses to a <see cref="FakeApiClient"/>.</summary>
internal sealed class FakeStatusWriter(FakeApiClient api) : IStatusWriter
{
    public Task<T> WriteAsync<T, TStatus>(ResourceDefinition<T> definition, T original, TStatus newStatus, CancellationToken cancellationToken)
        where T : class
        where TStatus : class =>
        Task.FromResult(api.WriteStatus(definition, original, JsonSerializer.SerializeToNode(newStatus, definition.JsonTypeInfo.Options.GetTypeInfo(typeof(TStatus)))!));
}
