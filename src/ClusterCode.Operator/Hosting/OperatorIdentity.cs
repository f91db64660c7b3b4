namespace ClusterCode.Operator.Hosting;

/// <summary>Who this process is.</summary>
/// <param name="Namespace">The operator's own namespace: the home of cluster-wide defaults, and the only place where a DiagnosisRequest may reach beyond its namespace.</param>
/// <param name="Instance">The pod's name, or the machine's: events carry it as <c>reportingInstance</c>.</param>
internal sealed record OperatorIdentity(string Namespace, string Instance)
{
    /// <summary>Where the operator lives unless <c>POD_NAMESPACE</c> says otherwise.</summary>
    public const string DefaultNamespace = "cluster-code-system";

    /// <summary>Reads <c>POD_NAMESPACE</c> and <c>POD_NAME</c>, which the Deployment sets.</summary>
    public static OperatorIdentity FromConfiguration(IConfiguration configuration) => new(
        configuration["POD_NAMESPACE"] is { Length: > 0 } ns ? ns : DefaultNamespace,
        configuration["POD_NAME"] is { Length: > 0 } pod ? pod : Environment.MachineName);
}
