using ClusterCode.Diagnosis.Views.Dynamic;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views;

/// <summary>
/// A read-only view of a cluster: all that the expert ever sees. A live one asks the API server, a recorded one reads files.
/// No member throws for what the cluster answers (missing, forbidden, unavailable are answers); only cancellation throws.
/// </summary>
public interface IClusterView
{
    /// <summary>Reads one object. <paramref name="ns"/> is null for cluster-scoped kinds.</summary>
    Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads the objects of a kind. <paramref name="ns"/> is null for cluster-scoped kinds, and for all namespaces.</summary>
    Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads the end of a container's log, bounded in lines and bytes.</summary>
    Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Reads through a log and gives each of its lines to <paramref name="line"/> as it comes, without keeping any: for what stands far above the end. Bounded in bytes
    /// by <see cref="LogQuery.LimitBytes"/> and in time. Answers with a note on what was read; a view that cannot read so answers as unavailable.
    /// </summary>
    Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken) =>
        Task.FromResult(Lookup.Unavailable<string>("this view of the cluster reads only the ends of logs"));

    /// <summary>Finds a kind that has no model here. Missing: the cluster does not serve it; the message names what is alike.</summary>
    /// <param name="apiVersion">Its group and version; null where only the kind is known.</param>
    /// <param name="kind">The kind or its plural, in any case.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<Lookup<ServedKind>> FindKindAsync(string? apiVersion, string kind, CancellationToken cancellationToken) =>
        Task.FromResult(Lookup.Missing<ServedKind>($"{kind} is none of the kinds that are known here."));

    /// <summary>Reads an object of a kind that has no model here.</summary>
    Task<Lookup<ClusterObject>> GetAsync(ServedKind kind, string? ns, string name, CancellationToken cancellationToken) =>
        Task.FromResult(Lookup.Unavailable<ClusterObject>($"objects of kind {kind.Kind} cannot be read here"));
}
