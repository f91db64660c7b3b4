using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Investigation;

/// <summary>A <see cref="ReadableKind"/> by the client's model of it.</summary>
internal sealed class ReadableModel<T> : ReadableKind
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Objects of a list that are read.</summary>
    private const int MostItems = 200;

    /// <inheritdoc />
    public override string Kind => ApiResource.Of<T>().Kind;

    /// <inheritdoc />
    public override string Plural => ApiResource.Of<T>().Plural;

    /// <inheritdoc />
    public override async Task<Lookup<JsonNode>> GetAsync(IClusterView view, string ns, string name, CancellationToken cancellationToken)
    {
        var found = await view.GetAsync<T>(IsNamespaced ? ns : null, name, cancellationToken).ConfigureAwait(false);
        return found.Status switch
        {
            LookupStatus.Found => Lookup.Found(Json(found.Value!)),
            LookupStatus.Missing => Lookup.Missing<JsonNode>(found.Message),
            LookupStatus.Forbidden => Lookup.Forbidden<JsonNode>(found.Message),
            _ => Lookup.Unavailable<JsonNode>(found.Message),
        };
    }

    /// <inheritdoc />
    public override async Task<Lookup<IReadOnlyList<JsonNode>>> ListAsync(IClusterView view, string ns, CancellationToken cancellationToken)
    {
        var found = await view.ListAsync<T>(IsNamespaced ? ns : null, new ListQuery { MaxItems = MostItems }, cancellationToken).ConfigureAwait(false);
        return found.Status switch
        {
            LookupStatus.Found => Lookup.Found<IReadOnlyList<JsonNode>>([.. found.Value!.Select(Json)]),
            LookupStatus.Missing => Lookup.Missing<IReadOnlyList<JsonNode>>(found.Message),
            LookupStatus.Forbidden => Lookup.Forbidden<IReadOnlyList<JsonNode>>(found.Message),
            _ => Lookup.Unavailable<IReadOnlyList<JsonNode>>(found.Message),
        };
    }

    private static JsonNode Json(T value) => JsonSerializer.SerializeToNode(value, ClusterObjectsJsonContext.Default.GetTypeInfo(typeof(T))!)!;
}
