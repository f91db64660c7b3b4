using System.Text.Json.Nodes;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Investigation;

/// <summary>A kind of object that a tool may tell of.</summary>
internal abstract class ReadableKind
{
    /// <summary>The kind.</summary>
    public abstract string Kind { get; }

    /// <summary>Its name in paths.</summary>
    public abstract string Plural { get; }

    /// <summary>False where objects of the kind stand in no namespace.</summary>
    public bool IsNamespaced { get; init; } = true;

    /// <summary>Reads one object as JSON.</summary>
    public abstract Task<Lookup<JsonNode>> GetAsync(IClusterView view, string ns, string name, CancellationToken cancellationToken);

    /// <summary>Reads all objects of a namespace as JSON.</summary>
    public abstract Task<Lookup<IReadOnlyList<JsonNode>>> ListAsync(IClusterView view, string ns, CancellationToken cancellationToken);
}
