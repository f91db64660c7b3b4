using k8s;
using k8s.Models;

namespace ClusterCode.IntegrationTests.Support;

/// <summary>Waits for the pod that a Deployment's controllers make.</summary>
internal static class PodListExtensions
{
    /// <summary>The first pod of a namespace, as soon as there is one.</summary>
    public static async Task<V1Pod> FirstPodAsync(this Kubernetes client, string ns, CancellationToken cancellationToken)
    {
        await using var pods = new ClusterCode.TestCluster.ObjectWatch<V1Pod>(client, $"api/v1/namespaces/{ns}/pods");
        return await pods.UntilAsync(ns, seen => seen.Count > 0 ? seen[0] : null, cancellationToken);
    }
}
