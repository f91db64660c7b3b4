using ClusterCode.Llm.Backends;

namespace ClusterCode.Operator.Backends;

/// <summary>A backend with what its spec refers to, or why that cannot be had.</summary>
/// <param name="Configuration">What the model side needs; null where something is missing.</param>
/// <param name="Reason">A condition's reason; null where all is there.</param>
/// <param name="Message">A condition's message: what is missing, where, and how to mend it.</param>
internal sealed record ResolvedBackend(BackendConfiguration? Configuration, string? Reason = null, string? Message = null);
