using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Gathering;

public sealed class PodReferencesTests
{
    [Fact]
    public void The_token_that_an_old_cluster_mounts_into_every_container_is_no_reference_of_the_workload()
    {
        var pod = new PodBuilder()
            .Waiting("app", "CreateContainerConfigError", change: container => container.VolumeMounts =
            [
                new V1VolumeMount { Name = "default-token-x", MountPath = "/var/run/secrets/kubernetes.io/serviceaccount" },
                new V1VolumeMount { Name = "tls", MountPath = "/tls" },
            ])
            .With(built => built.Spec.Volumes =
            [
                new V1Volume { Name = "default-token-x", Secret = new V1SecretVolumeSource { SecretName = "default-token-x" } },
                new V1Volume { Name = "tls", Secret = new V1SecretVolumeSource { SecretName = "shop-tls" } },
            ])
            .Build();

        Assert.Equal(["shop-tls"], PodReferences.Of(pod).Secrets);
    }
}
