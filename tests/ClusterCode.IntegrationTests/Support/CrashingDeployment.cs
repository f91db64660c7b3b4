using System.Globalization;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace ClusterCode.IntegrationTests.Support;

/// <summary>
/// A Deployment whose pod no kubelet runs (no scheduler answers to its name), and whose status the test writes as a kubelet would. The API server, the Deployment's
/// and the ReplicaSet's controllers are real; only the crash is made up, so that fifty of them can be had in a second, with counts that are known.
/// </summary>
internal static class CrashingDeployment
{
    public const string Container = "app";

    public static Task CreateAsync(Kubernetes client, string ns, string name, CancellationToken cancellationToken, int replicas = 1) =>
        client.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = name },
                Spec = new V1DeploymentSpec
                {
                    Replicas = replicas,
                    Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = name } },
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = name } },
                        Spec = new V1PodSpec
                        {
                            SchedulerName = "nobody",
                            Containers = [new V1Container { Name = Container, Image = "cluster-code.local/none:1" }],
                        },
                    },
                },
            },
            ns,
            cancellationToken: cancellationToken);

    /// <summary>Makes a pod look as it does in CrashLoopBackOff.</summary>
    public static Task CrashAsync(Kubernetes client, V1Pod pod, int restarts, CancellationToken cancellationToken)
    {
        var ended = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var status = new
        {
            status = new
            {
                phase = "Running",
                startTime = ended,
                containerStatuses = new object[]
                {
                    new
                    {
                        name = Container,
                        image = "cluster-code.local/none:1",
                        imageID = "",
                        ready = false,
                        restartCount = restarts,
                        state = new { waiting = new { reason = "CrashLoopBackOff", message = "back-off 40s restarting failed container" } },
                        lastState = new { terminated = new { exitCode = 3, reason = "Error", startedAt = ended, finishedAt = ended } },
                    },
                },
            },
        };
        return client.CoreV1.PatchNamespacedPodStatusAsync(
            new V1Patch(JsonSerializer.Serialize(status), V1Patch.PatchType.StrategicMergePatch),
            pod.Metadata.Name, pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken);
    }
}
