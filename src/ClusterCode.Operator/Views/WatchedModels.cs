using k8s.Models;

namespace ClusterCode.Operator.Views;

/// <summary>Drops from cached models what no diagnosis reads; the pod template alone is most of a Deployment.</summary>
internal static class WatchedModels
{
    public static V1Deployment Reduce(V1Deployment deployment)
    {
        Reduce(deployment.Metadata);
        deployment.Spec.Template = null;
        return deployment;
    }

    public static V1Service Reduce(V1Service service)
    {
        Reduce(service.Metadata);
        return service;
    }

    private static void Reduce(V1ObjectMeta metadata)
    {
        metadata.ManagedFields = null;
        metadata.Annotations = null;
    }
}
