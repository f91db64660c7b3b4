namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>A request that the Kubernetes API denied, as its message names it.</summary>
/// <param name="User">Such as <c>system:serviceaccount:shop:checkout</c>.</param>
/// <param name="Verb">Such as <c>list</c>.</param>
/// <param name="Resource">Such as <c>pods</c> or <c>pods/log</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Namespace">The namespace; null at the cluster scope.</param>
public sealed record DeniedApiRequest(string User, string Verb, string Resource, string Group, string? Namespace);
