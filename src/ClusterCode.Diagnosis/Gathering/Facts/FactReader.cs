using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>Reads single facts from a view.</summary>
internal sealed class FactReader(IClusterView view, ISecretRedactor redactor) : IFactReader
{
    private readonly ObjectSanitizer _sanitizer = new(redactor);
    private readonly EventReader _events = new(view, redactor);
    private readonly ContainerLogReader _logs = new(view, redactor);

    /// <inheritdoc />
    public async Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var found = await view.GetAsync<T>(ns, name, cancellationToken).ConfigureAwait(false);
        return found.IsFound ? Lookup.Found(_sanitizer.Sanitize(found.Value)) : found;
    }

    /// <inheritdoc />
    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => ListAsync<T>(ns, ListQuery.All, cancellationToken);

    /// <inheritdoc />
    public Task<Lookup<IReadOnlyList<T>>> SelectAsync<T>(string ns, string? labels, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => ListAsync<T>(ns, new ListQuery(labels) { FromMemory = true }, cancellationToken);

    /// <inheritdoc />
    public async Task<Lookup<IReadOnlyList<string>>> NamesAsync<T>(string? ns, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var found = await view.ListAsync<T>(ns, new ListQuery { MetadataOnly = true }, cancellationToken).ConfigureAwait(false);
        return found.Status switch
        {
            LookupStatus.Found => Lookup.Found<IReadOnlyList<string>>([.. found.Value!.Select(o => o.Metadata.Name).Order(StringComparer.Ordinal)]),
            LookupStatus.Missing => Lookup.Missing<IReadOnlyList<string>>(found.Message),
            LookupStatus.Forbidden => Lookup.Forbidden<IReadOnlyList<string>>(found.Message),
            _ => Lookup.Unavailable<IReadOnlyList<string>>(found.Message),
        };
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<EventFacts>> EventsAsync(string ns, string kind, string name, string? uid, CancellationToken cancellationToken) =>
        _events.OfObjects(ns).ReadAsync(new EventObject(kind, name, uid), cancellationToken);

    /// <inheritdoc />
    public Task<LogExcerpt> LogAsync(V1Pod pod, string container, CancellationToken cancellationToken) => _logs.ReadCurrentAsync(pod, container, cancellationToken);

    private async Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var found = await view.ListAsync<T>(ns, query, cancellationToken).ConfigureAwait(false);
        if (!found.IsFound)
        {
            return found;
        }

        IReadOnlyList<T> clean = [.. found.Value.Select(_sanitizer.Sanitize)];
        return found.Message is { } cut ? Lookup.Cut(clean, cut) : Lookup.Found(clean);
    }
}
