using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Status;

/// <summary>Writes statuses by merge patches.</summary>
internal sealed class StatusWriter(IApiClient client) : IStatusWriter
{
    public async Task<T> WriteAsync<T, TStatus>(ResourceDefinition<T> definition, T original, TStatus newStatus, CancellationToken cancellationToken)
        where T : class
        where TStatus : class
    {
        ArgumentNullException.ThrowIfNull(newStatus);
        var before = JsonSerializer.SerializeToNode(original, definition.JsonTypeInfo)?["status"] as JsonObject;
        var after = JsonSerializer.SerializeToNode(newStatus, definition.JsonTypeInfo.Options.GetTypeInfo(typeof(TStatus))) as JsonObject
            ?? throw new ArgumentException($"A status must be a JSON object, and {typeof(TStatus)} is none.", nameof(newStatus));
        if (MergePatch.Create(before, after) is not { } patch)
            return original;

        var metadata = definition.ReadMetadata(original);
        var preconditions = new JsonObject { ["resourceVersion"] = metadata.ResourceVersion, ["uid"] = metadata.Uid };
        return await client.PatchAsync(
            definition,
            metadata.Key,
            PatchKind.Merge,
            new JsonObject { ["metadata"] = preconditions, ["status"] = patch },
            subresource: "status",
            cancellationToken: cancellationToken);
    }
}
