namespace ClusterCode.Api.Metadata;

/// <summary>Labels that the operator writes on what it creates.</summary>
public static class LabelNames
{
    /// <summary>The Kubernetes-wide label for who manages an object.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>The value of <see cref="ManagedBy"/> on what this operator creates.</summary>
    public const string ManagedByValue = "cluster-code-operator";

    /// <summary>On a DiagnosisRequest that a policy made: the policy's name.</summary>
    public const string Policy = ClusterCodeApi.Group + "/policy";

    /// <summary>On a DiagnosisRequest that a policy made: the identity of the failure (namespace, workload, container, kind of failure), hashed.</summary>
    public const string Failure = ClusterCodeApi.Group + "/failure";
}
