using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Objects;

/// <summary>An <see cref="ObjectKind"/> by the client's model of it.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class ModeledKind<T> : ObjectKind
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc />
    public override ApiResource Resource { get; } = ApiResource.Of<T>();

    /// <inheritdoc />
    public override async Task<Lookup<CaseObject>> GetAsync(IClusterView view, string ns, string name, CancellationToken cancellationToken)
    {
        var found = await view.GetAsync<T>(IsNamespaced ? ns : null, name, cancellationToken).ConfigureAwait(false);
        return found.Status switch
        {
            LookupStatus.Found => Lookup.Found(Of(found.Value!)),
            LookupStatus.Missing => Lookup.Missing<CaseObject>(found.Message),
            LookupStatus.Forbidden => Lookup.Forbidden<CaseObject>(found.Message),
            _ => Lookup.Unavailable<CaseObject>(found.Message),
        };
    }

    /// <inheritdoc />
    public override async Task<Lookup<IReadOnlyList<CaseObject>>> ListAsync(IClusterView view, string ns, CancellationToken cancellationToken)
    {
        var found = await view.ListAsync<T>(IsNamespaced ? ns : null, ListQuery.All, cancellationToken).ConfigureAwait(false);
        return found.Status switch
        {
            LookupStatus.Found => Lookup.Found<IReadOnlyList<CaseObject>>([.. found.Value!.Select(Of)]),
            LookupStatus.Missing => Lookup.Missing<IReadOnlyList<CaseObject>>(found.Message),
            LookupStatus.Forbidden => Lookup.Forbidden<IReadOnlyList<CaseObject>>(found.Message),
            _ => Lookup.Unavailable<IReadOnlyList<CaseObject>>(found.Message),
        };
    }

    private CaseObject Of(T value) => new(
        new ResourceReference { ApiVersion = ApiVersion, Kind = Kind, Namespace = IsNamespaced ? value.Metadata.NamespaceProperty : null, Name = value.Metadata.Name },
        value);
}
