using System.Net;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Attaches an entity's finalizers before anything else happens to it, and runs and removes them when it is being deleted. Others' finalizers are left alone.</summary>
internal sealed class FinalizerChain<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>How often the removal of one finalizer is tried before the whole waits its turn again. It fails when others change the list at the same time.</summary>
    private const int MaxRemovals = 5;

    private readonly IApiClient _client;
    private readonly ResourceDefinition<TEntity> _definition;
    private readonly IReadOnlyList<(string Identifier, IEntityFinalizer<TEntity> Finalizer)> _finalizers;

    public FinalizerChain(IApiClient client, ResourceDefinition<TEntity> definition, IReadOnlyList<(string Identifier, IEntityFinalizer<TEntity> Finalizer)> finalizers)
    {
        if (finalizers.GroupBy(finalizer => finalizer.Identifier).FirstOrDefault(same => same.Count() > 1) is { } doubled)
            throw new ArgumentException($"Two finalizers of {definition} are both called {doubled.Key}, and an object could not tell which of them still has to run: give one another name.");
        _client = client;
        _definition = definition;
        _finalizers = finalizers;
    }

    /// <summary>Attaches what is missing, by one patch that holds only for the state that is known.</summary>
    /// <returns>The entity with all finalizers.</returns>
    /// <exception cref="ApiStatusException">A conflict: the entity changed meanwhile, or its deletion began, or it is gone.</exception>
    public async Task<TEntity> AttachAsync(TEntity entity, CancellationToken cancellationToken)
    {
        var present = entity.Metadata.Finalizers ?? [];
        var missing = _finalizers.Select(finalizer => finalizer.Identifier).Where(identifier => !present.Contains(identifier)).ToList();
        if (missing.Count == 0)
            return entity;
        var all = new JsonArray([.. present.Concat(missing).Select(identifier => (JsonNode)identifier)]);
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["uid"] = entity.Metadata.Uid, ["resourceVersion"] = entity.Metadata.ResourceVersion, ["finalizers"] = all },
        };
        try
        {
            return await _client.PatchAsync(_definition, _definition.KeyOf(entity), PatchKind.Merge, patch, cancellationToken: cancellationToken);
        }
        catch (ApiStatusException e) when (e.IsNotFound)
        {
            // The cache is behind, as with any other conflict, and will say so itself.
            throw Conflict(e);
        }
    }

    /// <summary>Runs the entity's finalizers in order, and removes each that succeeds.</summary>
    /// <returns>The first outcome that was no success, else success.</returns>
    public async Task<ReconcileOutcome> FinalizeAsync(TEntity entity, CancellationToken cancellationToken)
    {
        if (!_finalizers.Any(finalizer => IsAttached(entity, finalizer.Identifier)))
            return default;
        // The cache may still show a finalizer that was removed a moment ago. Nothing is cleaned up twice for that, nor for another object's sake.
        if (await _client.GetAsync(_definition, _definition.KeyOf(entity), cancellationToken) is not { } newest || newest.Metadata.Uid != entity.Metadata.Uid)
            return default;
        foreach (var (identifier, finalizer) in _finalizers)
        {
            if (!IsAttached(newest, identifier))
                continue;
            var result = await finalizer.FinalizeAsync(_definition.Clone(newest), cancellationToken);
            if (!result.IsSuccess)
                return new ReconcileOutcome(result.RequeueAfter, result.ErrorMessage ?? "no reason given", result.Error);
            // Success that asks to be called again is work under way: the finalizer stays.
            if (result.RequeueAfter is { } delay)
                return new ReconcileOutcome(delay);
            if (await RemoveAsync(newest, identifier, cancellationToken) is not { } rest)
                return default;
            newest = rest;
        }

        return default;
    }

    /// <summary>Removes one finalizer of this very object, whatever else of it changed meanwhile; null when the object is gone.</summary>
    private async Task<TEntity?> RemoveAsync(TEntity entity, string identifier, CancellationToken cancellationToken)
    {
        var (key, uid) = (_definition.KeyOf(entity), entity.Metadata.Uid);
        for (var attempt = 1; ; attempt++)
        {
            var path = $"/metadata/finalizers/{entity.Metadata.Finalizers.IndexOf(identifier)}";
            var patch = new JsonArray(
                new JsonObject { ["op"] = "test", ["path"] = "/metadata/uid", ["value"] = uid },
                new JsonObject { ["op"] = "test", ["path"] = path, ["value"] = identifier },
                new JsonObject { ["op"] = "remove", ["path"] = path });
            try
            {
                return await _client.PatchAsync(_definition, key, PatchKind.Json, patch, cancellationToken: cancellationToken);
            }
            catch (ApiStatusException e) when (e.IsNotFound)
            {
                return null;
            }
            // A test failed, or the object no longer fits its schema; the server answers both alike.
            catch (ApiStatusException e) when (e.StatusCode == HttpStatusCode.UnprocessableEntity)
            {
                if (await _client.GetAsync(_definition, key, cancellationToken) is not { } newest || newest.Metadata.Uid != uid)
                    return null;
                if (!IsAttached(newest, identifier))
                    return newest;
                if (newest.Metadata.Finalizers.SequenceEqual(entity.Metadata.Finalizers))
                    throw;
                entity = attempt < MaxRemovals ? newest : throw Conflict(e);
            }
        }
    }

    private static bool IsAttached(TEntity entity, string identifier) => entity.Metadata.Finalizers?.Contains(identifier) == true;

    private static ApiStatusException Conflict(ApiStatusException e) => new(HttpStatusCode.Conflict, "Conflict", e.Message);
}
