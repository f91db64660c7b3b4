using System.Net;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Attaches an entity's finalizers before anything else happens to it, and runs and removes them when it is being deleted.</summary>
internal sealed class FinalizerChain<TEntity>(IApiClient client, ResourceDefinition<TEntity> definition, IReadOnlyList<(string Identifier, IEntityFinalizer<TEntity> Finalizer)> finalizers)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Attaches what is missing, by one patch that holds only for the state that is known.</summary>
    /// <returns>The entity with all finalizers.</returns>
    public async Task<TEntity> AttachAsync(TEntity entity, CancellationToken cancellationToken)
    {
        var present = entity.Metadata.Finalizers ?? [];
        var missing = finalizers.Select(finalizer => finalizer.Identifier).Where(identifier => !present.Contains(identifier)).ToList();
        if (missing.Count == 0)
            return entity;
        var all = new JsonArray([.. present.Concat(missing).Select(identifier => (JsonNode)identifier)]);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = entity.Metadata.ResourceVersion, ["finalizers"] = all } };
        return await client.PatchAsync(definition, definition.KeyOf(entity), PatchKind.Merge, patch, cancellationToken: cancellationToken);
    }

    /// <summary>Runs the entity's finalizers in order, and removes each that succeeds.</summary>
    /// <returns>The first outcome that was no success, else success.</returns>
    public async Task<ReconcileOutcome> FinalizeAsync(TEntity entity, CancellationToken cancellationToken)
    {
        foreach (var (identifier, finalizer) in finalizers)
        {
            if (entity.Metadata.Finalizers?.Contains(identifier) != true)
                continue;
            var result = await finalizer.FinalizeAsync(entity, cancellationToken);
            if (!result.IsSuccess)
                return new ReconcileOutcome(result.RequeueAfter, result.ErrorMessage, result.Error);
            // Success that asks to be called again is work under way: the finalizer stays.
            if (result.RequeueAfter is { } delay)
                return new ReconcileOutcome(delay);
            if (await RemoveAsync(entity, identifier, cancellationToken) is not { } rest)
                return default;
            entity = rest;
        }

        return default;
    }

    /// <summary>Removes one finalizer, whatever else of the entity changed meanwhile; null when the entity is gone.</summary>
    private async Task<TEntity?> RemoveAsync(TEntity entity, string identifier, CancellationToken cancellationToken)
    {
        var path = $"/metadata/finalizers/{entity.Metadata.Finalizers.IndexOf(identifier)}";
        var patch = new JsonArray(
            new JsonObject { ["op"] = "test", ["path"] = path, ["value"] = identifier },
            new JsonObject { ["op"] = "remove", ["path"] = path });
        try
        {
            return await client.PatchAsync(definition, definition.KeyOf(entity), PatchKind.Json, patch, cancellationToken: cancellationToken);
        }
        catch (ApiStatusException e) when (e.IsNotFound)
        {
            return null;
        }
        // The list of finalizers is no longer the one in the cache: the same as any other conflict.
        catch (ApiStatusException e) when (e.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            throw new ApiStatusException(HttpStatusCode.Conflict, "Conflict", e.Message);
        }
    }
}
