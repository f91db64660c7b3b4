using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class PermissionAndPortTests
{
    [Theory]
    [InlineData("listen tcp :80: bind: permission denied", "Container app may not bind port 80: it runs as user 1000, and ports below 1024 need root or the capability NET_BIND_SERVICE")]
    [InlineData("nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)", "Container app may not bind port 80: it runs as user 1000, and ports below 1024 need root or the capability NET_BIND_SERVICE")]
    [InlineData("open /data/db: permission denied", "Container app may not use /data/db (volume data at /data): permission denied to user 1000")]
    [InlineData("mkdir: can't create directory '/data/x': Permission denied", "Container app may not use /data/x (volume data at /data): permission denied to user 1000")]
    [InlineData("PermissionError: [Errno 13] Permission denied: '/app/cache'", "Container app may not use /app/cache: permission denied to user 1000")]
    [InlineData("Error: EACCES: permission denied, open '/app/cache'", "Container app may not use /app/cache: permission denied to user 1000")]
    [InlineData("touch: /var/run/app.pid: Read-only file system", "Container app cannot write /var/run/app.pid: readOnlyRootFilesystem is true, and no volume is mounted there")]
    public void The_path_or_port_and_the_setting_are_named(string log, string title)
    {
        var pod = new PodBuilder().Crashing("app", 1, change: container =>
        {
            container.SecurityContext = new V1SecurityContext { RunAsUser = 1000, ReadOnlyRootFilesystem = true };
            container.VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data" }];
        });
        var finding = Assert.Single(Case.Of(pod).Log("app", log).Judge());
        Assert.Equal((CauseCategories.PermissionDenied, title), (finding.Category, finding.Title));
    }

    [Fact]
    public void A_mount_that_is_read_only_is_named()
    {
        var pod = new PodBuilder().Crashing("app", 1, change: container => container.VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data", ReadOnlyProperty = true }]);
        var finding = Assert.Single(Case.Of(pod).Log("app", "open /data/state: read-only file system").Judge());
        Assert.Equal((CauseCategories.ReadOnlyFilesystem, "Container app cannot write /data/state: volumeMount data at /data is readOnly"), (finding.Category, finding.Title));
    }

    [Fact]
    public void A_refusal_of_a_database_is_not_the_systems() => Assert.DoesNotContain(
        Case.Of(new PodBuilder().Crashing("app", 1)).Log("app", "ERROR: permission denied for relation invoices").Judge(),
        finding => finding.Category == CauseCategories.PermissionDenied);

    [Theory]
    [InlineData("listen tcp :8080: bind: address already in use")]
    [InlineData("Error: listen EADDRINUSE: address already in use :::8080")]
    [InlineData("httpd: bind: Address already in use")]
    [InlineData("OSError: [Errno 98] error while attempting to bind on address ('0.0.0.0', 8080): address already in use")]
    [InlineData("Web server failed to start. Port 8080 was already in use.")]
    public void The_container_that_holds_the_port_is_named(string log)
    {
        var pod = new PodBuilder()
            .Container("web", container => container.Ports = [new V1ContainerPort { ContainerPort = 8080 }])
            .Crashing("metrics", 1, change: container => container.Command = ["httpd", "-f", "-p", "8080"]);
        var finding = Assert.Single(Case.Of(pod).Log("metrics", log).Judge(), item => item.Container == "metrics");
        Assert.Equal("Container metrics cannot bind port 8080 (address already in use): container web of the same pod uses port 8080", finding.Title);
    }

    [Fact]
    public void Under_host_network_another_process_of_the_node_may_hold_it() => Assert.Equal(
        "Container app cannot bind port 9100 (address already in use): hostNetwork is on, and a process of the node or another pod has it",
        Assert.Single(Case.Of(new PodBuilder().Crashing("app", 1).With(pod => pod.Spec.HostNetwork = true)).Log("app", "listen tcp 0.0.0.0:9100: bind: address already in use").Judge()).Title);

    [Theory]
    [InlineData("container has runAsNonRoot and image will run as root (pod: \"x\", container: app)", "securityContext.runAsNonRoot is true, but image registry.example/shop/app:1.0 runs as root, and runAsUser is not set")]
    [InlineData("container has runAsNonRoot and image has non-numeric user (nginx), cannot verify user is non-root", "securityContext.runAsNonRoot is true, but image registry.example/shop/app:1.0 names its user instead of numbering it, so that the kubelet cannot tell whether it is root; set runAsUser to its number")]
    public void A_user_that_breaks_run_as_non_root_is_named(string message, string why)
    {
        var pod = new PodBuilder().Waiting("app", "CreateContainerConfigError", message, container => container.SecurityContext = new V1SecurityContext { RunAsNonRoot = true });
        Assert.Equal($"Container app may not start: {why}", Assert.Single(Case.Of(pod).Judge()).Title);
    }
}
