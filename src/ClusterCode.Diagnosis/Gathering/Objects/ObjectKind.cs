using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Gathering.Objects;

/// <summary>A kind of object that can be diagnosed and is no workload.</summary>
internal abstract class ObjectKind
{
    /// <summary>The kind, its group and version as the API spells them.</summary>
    public abstract ApiResource Resource { get; }

    /// <summary>False where objects of the kind stand in no namespace.</summary>
    public required bool IsNamespaced { get; init; }

    /// <summary>True where all objects of the kind are looked at when a whole namespace is diagnosed.</summary>
    public bool IsScanned { get; init; }

    /// <summary>The kind.</summary>
    public string Kind => Resource.Kind;

    /// <summary>The kind's usual <c>apiVersion</c>.</summary>
    public string ApiVersion => Resource.Group.Length == 0 ? Resource.Version : $"{Resource.Group}/{Resource.Version}";

    /// <summary>Reads one object.</summary>
    public abstract Task<Lookup<CaseObject>> GetAsync(IClusterView view, string ns, string name, CancellationToken cancellationToken);

    /// <summary>Reads all objects of the kind.</summary>
    public abstract Task<Lookup<IReadOnlyList<CaseObject>>> ListAsync(IClusterView view, string ns, CancellationToken cancellationToken);
}
