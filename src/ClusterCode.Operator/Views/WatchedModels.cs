using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Operator.Views;

/// <summary>Drops from cached models what no diagnosis reads; the pod template alone is most of a Deployment.</summary>
internal static class WatchedModels
{
    /// <summary>By it a diagnosis tells whether there is a revision before.</summary>
    private const string Revision = "deployment.kubernetes.io/revision";

    public static V1Deployment Reduce(V1Deployment deployment)
    {
        var revision = deployment.Metadata.Annotations is { } annotations && annotations.TryGetValue(Revision, out var number) ? number : null;
        var managed = deployment.Spec?.Replicas == 0 ? ManagedFields.Kept<V1Deployment>(deployment.Metadata.ManagedFields) : null;
        Reduce(deployment.Metadata);
        deployment.Metadata.ManagedFields = managed;
        deployment.Metadata.Annotations = revision is null ? null : new Dictionary<string, string>(1) { [Revision] = revision };

        // What waits in a paused Deployment stands in its template alone; who scaled one to zero, in its managed fields.
        if (deployment.Spec is { Paused: not true, Template: { } template })
        {
            deployment.Spec.Template = Reduce(template);
        }

        return deployment;
    }

    public static V1Service Reduce(V1Service service)
    {
        Reduce(service.Metadata);
        return service;
    }

    // What tells which Service is meant for it, and what it runs; the ReplicaSets have the rest.
    private static V1PodTemplateSpec Reduce(V1PodTemplateSpec template) => new()
    {
        Metadata = new V1ObjectMeta { Labels = template.Metadata?.Labels },
        Spec = template.Spec is null ? null : new V1PodSpec
        {
            ServiceAccountName = template.Spec.ServiceAccountName,
            Containers = [.. (template.Spec.Containers ?? []).Select(c => new V1Container { Name = c.Name, Image = c.Image, Ports = c.Ports })],
        },
    };

    private static void Reduce(V1ObjectMeta metadata)
    {
        metadata.ManagedFields = null;
        metadata.Annotations = null;
    }
}
