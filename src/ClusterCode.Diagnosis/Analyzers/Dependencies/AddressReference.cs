using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>A place of a container's settings that names a peer.</summary>
/// <param name="Host">The host.</param>
/// <param name="Port">The port; null where none is named.</param>
/// <param name="Name">The variable, argument or key that holds it, such as <c>DB_HOST</c>.</param>
/// <param name="Value">The value, redacted and clipped.</param>
/// <param name="Origin">Where it is set, such as <c>key DB_HOST of ConfigMap app-config</c>.</param>
internal sealed record AddressReference(string Host, int? Port, string Name, string Value, string Origin)
{
    /// <summary>The scheme of a URL, such as <c>postgres</c>; null elsewhere.</summary>
    public string? Scheme { get; init; }

    /// <summary>The ConfigMap that holds it; null where the pod's spec does.</summary>
    public ResourceReference? Object { get; init; }

    /// <summary>The variable that holds the port, where it is another one.</summary>
    public string? PortName { get; init; }

    /// <summary>True where the value is the host and nothing else, so that it may be replaced as a whole.</summary>
    public bool IsHostAlone { get; init; }
}
