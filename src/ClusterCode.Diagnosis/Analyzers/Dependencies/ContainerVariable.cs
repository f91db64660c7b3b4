using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>One environment variable of a container, wherever it comes from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, redacted; null where it comes from a Secret, or from an object that was not read.</param>
/// <param name="Origin">Where it is set, such as <c>env DB_HOST</c> or <c>key DB_HOST of ConfigMap app-config</c>.</param>
/// <param name="Object">The ConfigMap or Secret that holds it; null where the pod's spec does.</param>
/// <param name="Key">The key of that object.</param>
internal sealed record ContainerVariable(string Name, string? Value, string Origin, ResourceReference? Object = null, string? Key = null);
