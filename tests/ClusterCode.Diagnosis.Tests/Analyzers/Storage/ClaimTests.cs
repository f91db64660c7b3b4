using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;
using static ClusterCode.Diagnosis.Tests.Analyzers.Storage.StorageObjects;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Storage;

public sealed class ClaimTests
{
    public static TheoryData<string, string, string> Pending => new()
    {
        { "class missing", CauseCategories.StorageClassMissing, "StorageClass fats, which PersistentVolumeClaim shop/data asks for, does not exist; fast does" },
        { "no default class", CauseCategories.NoDefaultStorageClass, "PersistentVolumeClaim shop/data names no storageClassName, and none of the cluster's classes is default (fast), so nothing makes a volume of 10Gi for it" },
        { "no class at all", CauseCategories.NoDefaultStorageClass, "PersistentVolumeClaim shop/data names no storageClassName, and the cluster has no StorageClass at all, so nothing makes a volume of 10Gi for it" },
        { "default came later", CauseCategories.NoDefaultStorageClass, "PersistentVolumeClaim shop/data names no storageClassName, and none was default when it was created; fast is now, so nothing makes a volume of 10Gi for it" },
        { "volumes too small", CauseCategories.NoMatchingVolume, "No PersistentVolume fits PersistentVolumeClaim shop/data (10Gi, ReadWriteOnce, class manual): pv-a has 5Gi, 10Gi is asked; pv-b belongs to claim shop/other" },
        { "wrong access mode", CauseCategories.NoMatchingVolume, "No PersistentVolume fits PersistentVolumeClaim shop/data (10Gi, ReadWriteMany, class manual): pv-a offers ReadWriteOnce, not ReadWriteMany" },
        { "released", CauseCategories.NoMatchingVolume, "No PersistentVolume fits PersistentVolumeClaim shop/data (10Gi, ReadWriteOnce, storageClassName \"\"): pv-a is Released: it still belongs to the deleted claim shop/data (spec.claimRef)" },
        { "named volume missing", CauseCategories.NoMatchingVolume, "PersistentVolume pv-archive, which PersistentVolumeClaim shop/data asks for by volumeName, does not exist; pv-archives does" },
        { "selector", CauseCategories.NoMatchingVolume, "No PersistentVolume fits PersistentVolumeClaim shop/data (10Gi, ReadWriteOnce, class manual): pv-a is not labelled tier=gold, which the claim's selector asks for (it carries tier=silver)" },
        { "provisioner refuses", CauseCategories.ProvisioningFailed, "No volume is made for PersistentVolumeClaim shop/data: provisioner ebs.csi.example (StorageClass fast) says: Volume type gp9 is not known" },
        { "provisioner silent", CauseCategories.ProvisioningFailed, "PersistentVolumeClaim shop/data has waited 10 min for provisioner ebs.csi.example of StorageClass fast, which does not answer: it is not running, or no such driver is installed" },
    };

    [Theory]
    [MemberData(nameof(Pending))]
    public async Task A_pending_claim_is_explained_from_the_pod_that_waits_the_claim_itself_and_the_namespace(string state, string category, string summary)
    {
        foreach (var (kind, name) in new[] { ("StatefulSet", "db"), ("Pod", "db-0"), ("PersistentVolumeClaim", "data"), (null, null) })
        {
            var view = Cluster([Waiting().Build(), .. Objects(state)]);
            var report = await TestExpert.DiagnoseAsync(view, "shop", kind, name);
            Assert.Equal((category, summary), (report.RootCause!.Category, report.RootCause.Summary));
            Assert.Equal("PersistentVolumeClaim shop/data", report.RootCause.Resource.ToString());
            Assert.Empty(report.AdditionalCauses);
            Assert.InRange(view.Requests.Count, 1, kind is null ? 30 : 11);
        }
    }

    [Fact]
    public async Task The_recorded_claim_of_a_class_that_does_not_exist_is_the_cause_of_its_pods()
    {
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load("pvc-class-missing"), "rec-pvc-class-missing", "Deployment", "archive");
        Assert.Equal(CauseCategories.StorageClassMissing, report.RootCause!.Category);
        Assert.StartsWith("StorageClass premium-nvme, which PersistentVolumeClaim rec-pvc-class-missing/archive asks for, does not exist", report.RootCause.Summary, StringComparison.Ordinal);
        Assert.Equal("f1", report.Findings[1].CausedBy);
    }

    [Fact]
    public async Task A_claim_that_waits_for_its_first_consumer_is_no_failure_without_one()
    {
        var report = await TestExpert.DiagnoseAsync(Cluster(Claim("late"), Class("late", binding: "WaitForFirstConsumer")), "shop", "PersistentVolumeClaim", "data");
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
    }

    [Fact]
    public async Task A_claim_that_waits_for_its_first_consumer_has_the_pods_cause()
    {
        var pod = Waiting("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.").With(item => item.Spec.NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" }).Build();
        var node = new V1Node { Metadata = new V1ObjectMeta { Name = "a", Labels = new Dictionary<string, string> { ["disk"] = "hdd" } }, Status = new V1NodeStatus { Allocatable = new Dictionary<string, ResourceQuantity> { ["pods"] = new("110") } } };
        foreach (var (kind, name) in new[] { ("PersistentVolumeClaim", "data"), ("StatefulSet", "db"), (null, null) })
        {
            var report = await TestExpert.DiagnoseAsync(Cluster(pod, node, Claim("late"), Class("late", binding: "WaitForFirstConsumer")), "shop", kind, name);
            Assert.Equal(CauseCategories.NodeSelectorMismatch, report.RootCause!.Category);
            Assert.Empty(report.AdditionalCauses);
        }
    }

    [Fact]
    public async Task What_may_not_be_read_is_not_called_missing()
    {
        var view = Cluster(Waiting().Build(), Claim("fats")).Answering<V1StorageClass>(LookupStatus.Forbidden).Answering<V1PersistentVolume>(LookupStatus.Forbidden);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "StatefulSet", "db");
        Assert.DoesNotContain("does not exist", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Contains("may not read the StorageClasses", string.Join(' ', report.Findings.Select(f => f.Title)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_controllers_word_counts_where_classes_may_not_be_read()
    {
        var said = Event("PersistentVolumeClaim", "data", "ProvisioningFailed", "storageclass.storage.k8s.io \"fats\" not found");
        var report = await TestExpert.DiagnoseAsync(Cluster(Waiting().Build(), Claim("fats"), said).Answering<V1StorageClass>(LookupStatus.Forbidden), "shop", "StatefulSet", "db");
        Assert.Equal(CauseCategories.StorageClassMissing, report.RootCause!.Category);
    }

    [Fact]
    public async Task A_lost_claim_names_its_volume()
    {
        var claim = Claim("fast", phase: "Lost", change: c => c.Spec.VolumeName = "pv-1");
        var report = await TestExpert.DiagnoseAsync(Cluster(Waiting("0/1 nodes are available: persistentvolumeclaim \"data\" bound to non-existent persistentvolume \"pv-1\".").Build(), claim), "shop", "StatefulSet", "db");
        Assert.Equal((CauseCategories.ClaimLost, "PersistentVolumeClaim shop/data is Lost: its PersistentVolume pv-1 does not exist any more"), (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Theory]
    [InlineData("FileSystemResizePending", null, "PersistentVolumeClaim shop/data has asked for 20Gi for 30 min and has 10Gi: the volume has grown, and its file system grows only when a pod mounts it anew (FileSystemResizePending): restart the pod that uses it")]
    [InlineData("Resizing", "resize volume \"pv-1\" by resizer failed: rpc error: code = Internal desc = quota of pool ssd is used up", "PersistentVolumeClaim shop/data has asked for 20Gi for 30 min and has 10Gi: its driver says: quota of pool ssd is used up")]
    public async Task A_claim_that_does_not_grow_says_why(string condition, string? failure, string summary)
    {
        var claim = Claim("fast", "20Gi", phase: "Bound", change: c =>
        {
            c.Status.Capacity["storage"] = new ResourceQuantity("10Gi");
            c.Status.Conditions = [new V1PersistentVolumeClaimCondition { Type = condition, Status = "True", LastTransitionTime = RecordedCase.Now.UtcDateTime.AddMinutes(-30) }];
        });
        IKubernetesObject<V1ObjectMeta>[] events = failure is null ? [] : [Event("PersistentVolumeClaim", "data", "VolumeResizeFailed", failure)];
        var report = await TestExpert.DiagnoseAsync(Cluster([claim, .. events]), "shop", "PersistentVolumeClaim", "data");
        Assert.Equal((CauseCategories.ResizePending, summary), (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task A_claim_that_grows_just_now_or_has_grown_is_healthy()
    {
        var growing = Claim("fast", "20Gi", phase: "Bound", change: c =>
        {
            c.Status.Capacity["storage"] = new ResourceQuantity("10Gi");
            c.Status.Conditions = [new V1PersistentVolumeClaimCondition { Type = "Resizing", Status = "True", LastTransitionTime = RecordedCase.Now.UtcDateTime.AddSeconds(-30) }];
        });
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(Cluster(growing), "shop", "PersistentVolumeClaim", "data")).Outcome);
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(Cluster(Claim("fast", phase: "Bound")), "shop", "PersistentVolumeClaim", "data")).Outcome);
    }

    [Fact]
    public async Task A_missing_claim_is_named_with_the_one_that_is_meant()
    {
        var pod = Using(new PodBuilder("db-0").OwnedBy("StatefulSet", "db").Container("db").Unschedulable("0/1 nodes are available: persistentvolumeclaim \"dat\" not found."), "dat").With(item => item.Status.ContainerStatuses.Clear()).Build();
        var report = await TestExpert.DiagnoseAsync(Cluster(pod, Claim("fast", phase: "Bound")), "shop", "StatefulSet", "db");
        Assert.Equal((CauseCategories.MissingVolumeClaim, "PersistentVolumeClaim shop/dat does not exist (volume disk of StatefulSet db); data does"), (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task A_class_is_judged_by_its_claims()
    {
        var said = Event("PersistentVolumeClaim", "data", "ProvisioningFailed", "failed to provision volume with StorageClass \"fast\": rpc error: code = ResourceExhausted desc = pool ssd is full");
        var report = await TestExpert.DiagnoseAsync(Cluster(Claim("fast"), Class("fast"), said), "shop", "StorageClass", "fast");
        Assert.Equal(CauseCategories.ProvisioningFailed, report.RootCause!.Category);
        Assert.Contains("pool ssd is full", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_that_still_belongs_to_a_deleted_claim_says_so()
    {
        var report = await TestExpert.DiagnoseAsync(Cluster(Volume("pv-a", "10Gi", holder: "shop/data", phase: "Released")), "shop", "PersistentVolume", "pv-a");
        Assert.Contains("is Released: claim shop/data is deleted", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(Cluster(Volume("pv-a", "10Gi")), "shop", "PersistentVolume", "pv-a")).Outcome);
    }

    private static IKubernetesObject<V1ObjectMeta>[] Objects(string state) => state switch
    {
        "class missing" => [Claim("fats"), Class("fast"), Class("slow")],
        "no default class" => [Claim(null), Class("fast")],
        "no class at all" => [Claim(null)],
        "default came later" => [Claim(null), Class("fast", isDefault: true)],
        "volumes too small" => [Claim("manual"), Volume("pv-a", "5Gi", storageClass: "manual"), Volume("pv-b", "20Gi", storageClass: "manual", holder: "shop/other", phase: "Bound")],
        "wrong access mode" => [Claim("manual", mode: "ReadWriteMany"), Volume("pv-a", "20Gi", storageClass: "manual"), Class("manual", "kubernetes.io/no-provisioner")],
        "released" => [Claim(""), Volume("pv-a", "20Gi", holder: "shop/data", phase: "Released")],
        "named volume missing" => [Claim("", change: c => c.Spec.VolumeName = "pv-archive"), Volume("pv-archives", "20Gi")],
        "selector" => [Claim("manual", change: c => c.Spec.Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["tier"] = "gold" } }), Labelled(Volume("pv-a", "20Gi", storageClass: "manual"))],
        "provisioner refuses" => [Claim("fast"), Class("fast"), Event("PersistentVolumeClaim", "data", "ProvisioningFailed", "failed to provision volume with StorageClass \"fast\": rpc error: code = InvalidArgument desc = Volume type gp9 is not known")],
        "provisioner silent" => [Claim("fast"), Class("fast"), Event("PersistentVolumeClaim", "data", "ExternalProvisioning", "waiting for a volume to be created, either by external provisioner \"ebs.csi.example\" or manually created by system administrator")],
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no such state"),
    };

    private static V1PersistentVolume Labelled(V1PersistentVolume volume)
    {
        volume.Metadata.Labels["tier"] = "silver";
        return volume;
    }
}
