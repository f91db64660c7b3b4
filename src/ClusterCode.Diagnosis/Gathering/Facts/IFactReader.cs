using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>Reads single facts for a case; every text in them is redacted and bounded.</summary>
internal interface IFactReader
{
    /// <summary>One object.</summary>
    Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>The objects of a kind.</summary>
    Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>The objects of a kind with certain labels.</summary>
    Task<Lookup<IReadOnlyList<T>>> SelectAsync<T>(string ns, string? labels, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>The names of the objects of a kind.</summary>
    Task<Lookup<IReadOnlyList<string>>> NamesAsync<T>(string? ns, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>The events about one object, the newest first.</summary>
    Task<IReadOnlyList<EventFacts>> EventsAsync(string ns, string kind, string name, string? uid, CancellationToken cancellationToken);

    /// <summary>The log of a container's current run.</summary>
    Task<LogExcerpt> LogAsync(V1Pod pod, string container, CancellationToken cancellationToken);
}
