namespace ClusterCode.Api.Metadata;

/// <summary>Annotations that users set or the operator writes.</summary>
public static class AnnotationNames
{
    /// <summary>On a DiagnosisRequest or LlmBackend: a changed value (by custom an RFC 3339 time) makes the operator do its work again.</summary>
    public const string RequestedAt = ClusterCodeApi.Group + "/requested-at";

    /// <summary>On an LlmBackend: <c>"true"</c> makes it the default of its namespace or, in the operator's namespace, of the cluster.</summary>
    public const string DefaultBackend = ClusterCodeApi.Group + "/default-backend";

    /// <summary>On a DiagnosisRequest that a policy made: the trigger that fired, for people.</summary>
    public const string Trigger = ClusterCodeApi.Group + "/trigger";

    /// <summary>On a DiagnosisRequest that a policy made: the container that fails; absent where the whole pod or Job fails.</summary>
    public const string Container = ClusterCodeApi.Group + "/container";
}
