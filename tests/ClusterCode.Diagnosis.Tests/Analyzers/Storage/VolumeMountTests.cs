using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Storage;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;
using static ClusterCode.Diagnosis.Tests.Analyzers.Storage.StorageObjects;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Storage;

public sealed class VolumeMountTests
{
    [Theory]
    [InlineData("FailedMount", "MountVolume.SetUp failed for volume \"pv-1\" : mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs 10.0.0.9:/export /var/lib/kubelet/x\nOutput: mount.nfs: access denied by server while mounting 10.0.0.9:/export", CauseCategories.VolumeMountFailed, "Volume disk (PersistentVolumeClaim data) of StatefulSet db cannot be mounted on node node-1: mount.nfs: access denied by server while mounting 10.0.0.9:/export")]
    [InlineData("FailedMount", "MountVolume.MountDevice failed for volume \"pv-1\" : rpc error: code = Internal desc = failed to run fsck: bad superblock", CauseCategories.VolumeMountFailed, "Volume disk (PersistentVolumeClaim data) of StatefulSet db cannot be mounted on node node-1: failed to run fsck: bad superblock")]
    [InlineData("FailedAttachVolume", "AttachVolume.Attach failed for volume \"pv-1\" : rpc error: code = NotFound desc = Volume vol-0a not found", CauseCategories.VolumeAttachFailed, "Volume disk (PersistentVolumeClaim data) of StatefulSet db cannot be attached to node node-1: Volume vol-0a not found")]
    [InlineData("FailedMount", "MountVolume.SetUp failed for volume \"pv-1\" : mkdir /var/lib/kubelet/pods/u/volumes/a: no space left on device", CauseCategories.VolumeFull, "Volume disk (PersistentVolumeClaim data) of StatefulSet db cannot be mounted on node node-1: mkdir /var/lib/kubelet/pods/u/volumes/a: no space left on device")]
    public async Task What_the_tool_or_the_driver_says_is_told_with_the_volume(string reason, string message, string category, string summary)
    {
        foreach (var (kind, name) in new[] { ("StatefulSet", "db"), ("PersistentVolumeClaim", "data") })
        {
            var report = await TestExpert.DiagnoseAsync(Cluster(Creating().Build(), Claim("fast", phase: "Bound"), Event("Pod", "db-0", reason, message)), "shop", kind, name);
            Assert.Equal((category, summary, "PersistentVolumeClaim shop/data"), (report.RootCause!.Category, report.RootCause.Summary, report.RootCause.Resource.ToString()));
        }
    }

    [Fact]
    public async Task A_host_path_of_the_wrong_type_is_told_with_its_path()
    {
        var pod = Creating().With(item => item.Spec.Volumes = [new V1Volume { Name = "disk", HostPath = new V1HostPathVolumeSource { Path = "/srv/models", Type = "Directory" } }]).Build();
        var report = await TestExpert.DiagnoseAsync(
            Cluster(pod, Event("Pod", "db-0", "FailedMount", "MountVolume.SetUp failed for volume \"disk\" : hostPath type check failed: /srv/models is not a directory")), "shop", "StatefulSet", "db");
        Assert.Equal(
            (CauseCategories.VolumeMountFailed, "Volume disk (hostPath /srv/models of type Directory) of StatefulSet db cannot be mounted on node node-1: hostPath type check failed: /srv/models is not a directory"),
            (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task A_volume_that_another_node_holds_is_told_with_that_node_and_its_pod()
    {
        var holder = Using(new PodBuilder("db-old").OwnedBy("StatefulSet", "db").Container("db").With(pod => pod.Spec.NodeName = "node-2")).Build();
        var seen = Event("Pod", "db-0", "FailedAttachVolume", "Multi-Attach error for volume \"pv-1\" Volume is already used by pod(s) db-old");
        var report = await TestExpert.DiagnoseAsync(Cluster(Creating().Build(), holder, Claim("fast", phase: "Bound"), seen, Node("node-2", "Unknown")), "shop", "StatefulSet", "db");
        Assert.Equal(CauseCategories.MultiAttach, report.RootCause!.Category);
        Assert.Equal(
            "Pod db-0 on node node-1 cannot use PersistentVolumeClaim shop/data (volume pv-1, ReadWriteOnce): pod db-old on node node-2 holds it; node node-2 has not been ready for 20 min: the kubelet has stopped reporting",
            report.RootCause.Summary);
    }

    [Fact]
    public async Task A_volume_that_is_attached_elsewhere_without_a_pod_names_the_node()
    {
        var seen = Event("Pod", "db-0", "FailedAttachVolume", "Multi-Attach error for volume \"pv-1\" Volume is already exclusively attached to one node and can't be attached to another");
        var attachment = new V1VolumeAttachment
        {
            Metadata = new V1ObjectMeta { Name = "csi-1" },
            Spec = new V1VolumeAttachmentSpec { NodeName = "node-9", Attacher = "ebs.csi.example", Source = new V1VolumeAttachmentSource { PersistentVolumeName = "pv-1" } },
        };
        var report = await TestExpert.DiagnoseAsync(Cluster(Creating().Build(), Claim("fast", phase: "Bound"), seen, attachment), "shop", "StatefulSet", "db");
        Assert.Equal(CauseCategories.MultiAttach, report.RootCause!.Category);
        Assert.Contains("still attached to node node-9, where no pod of the namespace uses it; node node-9 does not exist any more", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_for_one_pod_names_the_pod_that_has_it()
    {
        var holder = Using(new PodBuilder("db-old").Container("db").With(pod => pod.Spec.NodeName = "node-1")).Build();
        var pod = Waiting("0/1 nodes are available: 1 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod.").Build();
        var report = await TestExpert.DiagnoseAsync(Cluster(pod, holder, Claim("fast", mode: "ReadWriteOncePod", phase: "Bound"), Node("node-1", "True")), "shop", "StatefulSet", "db");
        Assert.Equal((CauseCategories.AccessModeConflict, "Pod db-0 cannot use PersistentVolumeClaim shop/data (volume pv-1, ReadWriteOncePod): pod db-old on node node-1 holds it"), (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task A_timeout_with_a_pod_of_another_node_on_the_claim_is_a_conflict_of_access_modes()
    {
        var holder = Using(new PodBuilder("db-old").Container("db").With(pod => pod.Spec.NodeName = "node-2")).Build();
        var seen = Event("Pod", "db-0", "FailedMount", "Unable to attach or mount volumes: unmounted volumes=[disk], unattached volumes=[disk]: timed out waiting for the condition");
        var report = await TestExpert.DiagnoseAsync(Cluster(Creating().Build(), holder, Claim("fast", phase: "Bound"), seen, Node("node-2", "True")), "shop", "StatefulSet", "db");
        Assert.Equal(CauseCategories.AccessModeConflict, report.RootCause!.Category);
        Assert.Contains("pod db-old on node node-2 holds it", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MountVolume.SetUp failed for volume \"kube-api-access-x\" : object \"shop\"/\"kube-root-ca.crt\" not registered")]
    [InlineData("MountVolume.SetUp failed for volume \"cfg\" : failed to sync configmap cache: timed out waiting for the condition")]
    public void What_passes_by_itself_is_no_failure(string message) => Assert.True(MountMessage.IsPassing(message));

    [Fact]
    public async Task One_failure_of_a_young_pod_is_no_failure_yet()
    {
        var pod = Creating().With(item => item.Status.StartTime = RecordedCase.Now.UtcDateTime.AddSeconds(-20)).Build();
        var seen = Event("Pod", "db-0", "FailedMount", "MountVolume.SetUp failed for volume \"pv-1\" : rpc error: code = Aborted desc = an operation is in progress", count: 1);
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(Cluster(pod, Claim("fast", phase: "Bound"), seen), "shop", "StatefulSet", "db")).Outcome);
    }

    private static V1Node Node(string name, string ready) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Status = new V1NodeStatus
        {
            Conditions = [new V1NodeCondition { Type = "Ready", Status = ready, Message = ready == "True" ? "kubelet is posting ready status" : "Kubelet stopped posting node status.", LastTransitionTime = RecordedCase.Now.UtcDateTime.AddMinutes(-20) }],
        },
    };
}
