using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class MountAndHookTests
{
    [Theory]
    [InlineData("Exec lifecycle hook ([/bin/sh -c register]) for Container \"app\" in Pod \"web_shop(1)\" failed - error: command '/bin/sh -c register' exited with 127: /bin/sh: register: not found\n, message: \"/bin/sh: register: not found\\n\"", "exited with 127: /bin/sh: register: not found")]
    [InlineData("Exec lifecycle hook ([/bin/sh -c exit 3]) for Container \"app\" in Pod \"web_shop(1)\" failed - error: command '/bin/sh -c exit 3' exited with 3: , message: \"\"", "exited with 3")]
    [InlineData("HTTP lifecycle hook (/warm) for Container \"app\" in Pod \"web_shop(1)\" failed - error: Get \"http://10.0.0.7:8080/warm\": dial tcp 10.0.0.7:8080: connect: connection refused, message: \"\"", "Get \"http://10.0.0.7:8080/warm\": dial tcp 10.0.0.7:8080: connect: connection refused")]
    [InlineData("command 'register' exited with 1", "exited with 1")]
    public void What_a_hook_says_is_told_without_the_kubelets_words(string message, string words) => Assert.Equal(words, HookFailedJudge.Words(message));

    [Fact]
    public void A_preStop_hook_that_failed_just_now_is_a_warning()
    {
        var pod = new PodBuilder().NotReady("app", c => c.Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["/drain"] } } });
        var finding = Assert.Single(Case.Of(pod).Event("FailedPreStopHook", "Exec lifecycle hook ([/drain]) for Container \"app\" in Pod \"x\" failed - error: command '/drain' exited with 126: , message: \"\"", "app").Judge<PreStopAnalyzer>());
        Assert.Equal((CauseCategories.RuntimeHookFailed, Severity.Warning, "The preStop hook of container app fails, so it ends without it: command /drain (exited with 126)"), (finding.Category, finding.Severity, finding.Title));
    }

    [Theory]
    [InlineData("failed to prepare subPath for volumeMount \"conf\" of container \"app\"", "CreateContainerConfigError")]
    [InlineData("failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting \"/var/lib/kubelet/pods/1/volume-subpaths/conf/app/0\" to rootfs at \"/etc/nginx/nginx.conf\": mount /var/lib/kubelet/pods/1/volume-subpaths/conf/app/0:/etc/nginx/nginx.conf (via /proc/self/fd/6), flags: 0x5000: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type", "RunContainerError")]
    public void A_sub_path_that_the_config_map_does_not_have_is_named_with_the_one_it_has(string message, string reason)
    {
        var pod = new PodBuilder().Waiting("app", reason, message, container => container.VolumeMounts = [new V1VolumeMount { Name = "conf", MountPath = "/etc/nginx/nginx.conf", SubPath = "ngnix.conf" }])
            .With(item => item.Spec.Volumes = [new V1Volume { Name = "conf", ConfigMap = new V1ConfigMapVolumeSource { Name = "web" } }]);
        var finding = Assert.Single(Case.Of(pod).ConfigMap("web", "nginx.conf").Judge());
        Assert.Equal(
            (CauseCategories.VolumePathMismatch, "Container app cannot start: subPath ngnix.conf of volume conf (ConfigMap web), which is to be mounted at /etc/nginx/nginx.conf, does not exist; ConfigMap web has nginx.conf"),
            (finding.Category, finding.Title));
    }

    [Fact]
    public void A_mount_that_hides_the_program_is_named()
    {
        var pod = new PodBuilder().Waiting(
            "app", "RunContainerError", "failed to create containerd task: runc create failed: unable to start container process: exec: \"/app/server\": stat /app/server: no such file or directory: unknown",
            container => (container.Command, container.VolumeMounts) = (["/app/server"], [new V1VolumeMount { Name = "data", MountPath = "/app" }]))
            .With(item => item.Spec.Volumes = [new V1Volume { Name = "data", EmptyDir = new V1EmptyDirVolumeSource() }]);
        var finding = Assert.Single(Case.Of(pod).Judge());
        Assert.Equal((CauseCategories.VolumePathMismatch, "Container app runs /app/server, and volume data (an empty emptyDir) mounted at /app hides what image registry.example/shop/app:1.0 has there"), (finding.Category, finding.Title));
    }

    [Fact]
    public void A_file_that_is_mounted_elsewhere_is_named_with_both_paths()
    {
        var pod = new PodBuilder().Crashing("app", 1, change: container => container.VolumeMounts = [new V1VolumeMount { Name = "conf", MountPath = "/config" }])
            .With(item => item.Spec.Volumes = [new V1Volume { Name = "conf", ConfigMap = new V1ConfigMapVolumeSource { Name = "web" } }]);
        var finding = Assert.Single(Case.Of(pod).ConfigMap("web", "app.yaml").Log("app", "FATAL open /etc/app/app.yaml: no such file or directory").Judge());
        Assert.Equal((CauseCategories.VolumePathMismatch, "Container app reads /etc/app/app.yaml, which no mount covers; ConfigMap web, which has app.yaml, is mounted at /config"), (finding.Category, finding.Title));
    }

    [Fact]
    public void A_file_that_no_mount_has_to_do_with_is_no_mismatch_of_paths() => Assert.NotEqual(
        CauseCategories.VolumePathMismatch,
        Assert.Single(Case.Of(new PodBuilder().Crashing("app", 1)).Log("app", "FATAL open /etc/app/app.yaml: no such file or directory").Judge()).Category);
}
