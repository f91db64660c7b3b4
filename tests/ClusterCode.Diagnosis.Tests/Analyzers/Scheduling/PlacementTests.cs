using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Scheduling;

/// <summary>What is computed from nodes and pods, whatever the scheduler's message says.</summary>
public sealed class PlacementTests
{
    private const string Host = "kubernetes.io/hostname";
    private const string Zone = "topology.kubernetes.io/zone";

    [Theory]
    [InlineData("0/2 nodes are available: 2 node(s) didn't match pod affinity/anti-affinity, 2 node(s) didn't match pod anti-affinity rules.")]
    [InlineData("0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.")]
    public async Task Replicas_that_may_not_share_a_node_are_counted_against_the_nodes(string message)
    {
        var pods = new[] { Web("web-1", "a", Apart()), Web("web-2", "b", Apart()), Pending("web-3", message, Apart()) };
        var report = await Diagnose([Node("a"), Node("b"), .. pods]);
        Assert.Equal(
            (CauseCategories.AntiAffinityUnsatisfied, "Deployment web wants 3 replicas with no two on one kubernetes.io/hostname (required pod anti-affinity on app=web), and only 2 nodes can take one: each has it (web-1 on a and web-2 on b)"),
            (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task Of_a_mixed_message_the_node_that_the_rules_leave_decides()
    {
        var pods = new[] { Web("web-1", "a", Apart()), Web("web-2", "b", Apart()), Pending("web-3", "0/3 nodes are available: 1 Insufficient memory, 2 node(s) didn't match pod anti-affinity rules.", pod => { Apart()(pod); Requests("3Gi")(pod); }) };
        var report = await Diagnose([Node("a", "16Gi"), Node("b", "16Gi"), Node("c", "2Gi"), .. pods]);
        Assert.Equal(CauseCategories.InsufficientMemory, report.RootCause!.Category);
        Assert.Contains("None of the 1 node that it may run on has 3Gi memory, even if it were empty", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_affinity_without_a_match_names_the_label_that_is_meant()
    {
        var cache = new PodBuilder("cache-1").Labelled("app", "cache").Container("cache").With(pod => pod.Spec.NodeName = "a").Build();
        var report = await Diagnose([Node("a"), cache, Pending("web-3", "0/1 nodes are available: 1 node(s) didn't match pod affinity rules.", Near("cahce"))]);
        Assert.Equal(
            (CauseCategories.PodAffinityUnsatisfied, "The required pod affinity of Deployment web asks for a kubernetes.io/hostname with a pod labelled app=cahce: no pod of namespace shop on a node carries that; pods carry app=cache"),
            (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task A_pod_affinity_to_where_the_pod_may_not_go_is_told_as_that_contradiction()
    {
        var cache = new PodBuilder("cache-1").Labelled("app", "cache").Container("cache").With(pod => pod.Spec.NodeName = "a").Build();
        var node = Node("a");
        node.Spec.Unschedulable = true;
        var report = await Diagnose([node, Node("b"), cache, Pending("web-3", "0/2 nodes are available: 1 node(s) didn't match pod affinity rules, 1 node(s) were unschedulable.", Near("cache"))]);
        Assert.Equal(CauseCategories.PodAffinityUnsatisfied, report.RootCause!.Category);
        Assert.EndsWith("pod cache-1 carries that, in kubernetes.io/hostname a, where node a is cordoned", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topology_spread_names_the_domain_that_the_next_must_go_to_and_why_it_cannot()
    {
        var empty = Node("b", zone: "eu-b");
        empty.Spec.Taints = [new V1Taint { Key = "dedicated", Value = "batch", Effect = "NoSchedule" }];
        Action<V1Pod> spread = pod => pod.Spec.TopologySpreadConstraints = [new V1TopologySpreadConstraint { MaxSkew = 1, TopologyKey = Zone, WhenUnsatisfiable = "DoNotSchedule", LabelSelector = Selector("web") }];
        var report = await Diagnose([Node("a", zone: "eu-a"), empty, Web("web-1", "a"), Pending("web-2", "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) had untolerated taint {dedicated: batch}.", spread)]);
        Assert.Equal(CauseCategories.TopologySpreadUnsatisfied, report.RootCause!.Category);
        Assert.Equal(
            "Topology spread of Deployment web (maxSkew 1 over topology.kubernetes.io/zone, DoNotSchedule) leaves no node: eu-b has 0 and eu-a has 1; the next must go to eu-b, where node b has taint dedicated=batch:NoSchedule",
            report.RootCause.Summary);
    }

    [Fact]
    public async Task A_host_port_names_the_pod_that_holds_it()
    {
        var holder = new PodBuilder("ingress-1", "edge").Container("proxy", c => c.Ports = [new V1ContainerPort { ContainerPort = 80, HostPort = 8080 }]).With(pod => pod.Spec.NodeName = "a").Build();
        var pending = Pending("web-3", "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.", pod => pod.Spec.Containers[0].Ports = [new V1ContainerPort { ContainerPort = 8080, HostPort = 8080 }]);
        var report = await Diagnose([Node("a"), holder, pending]);
        Assert.Equal(
            (CauseCategories.HostPortConflict, "hostPort 8080 of Deployment web is taken on the only node that it may run on: by pod edge/ingress-1 on a"),
            (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task A_volume_of_another_zone_is_named_with_that_zone()
    {
        var claim = Storage.StorageObjects.Claim("fast", phase: "Bound");
        var volume = Storage.StorageObjects.Volume("pv-1", "10Gi", storageClass: "fast", holder: "shop/data", phase: "Bound");
        volume.Spec.NodeAffinity = new V1VolumeNodeAffinity
        {
            Required = new V1NodeSelector { NodeSelectorTerms = [new V1NodeSelectorTerm { MatchExpressions = [new V1NodeSelectorRequirement { Key = Zone, OperatorProperty = "In", Values = ["eu-b"] }] }] },
        };
        var pending = Pending("web-3", "0/1 nodes are available: 1 node(s) had volume node affinity conflict.", pod => Storage.StorageObjects.Using(new PodBuilder().With(_ => pod.Spec.Volumes = [new V1Volume { Name = "disk", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" } }])));
        var report = await Diagnose([Node("a", zone: "eu-a"), claim, volume, pending]);
        Assert.Equal(
            (CauseCategories.VolumeNodeConflict, "PersistentVolume pv-1 (claim data) of Deployment web can be used only on a node with topology.kubernetes.io/zone In [eu-b], and no node is so"),
            (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task What_would_be_nearest_to_fit_is_told()
    {
        var cordoned = Node("b", "64Gi");
        cordoned.Spec.Unschedulable = true;
        var report = await Diagnose([Node("a", "2Gi"), cordoned, Pending("web-3", "0/2 nodes are available: 1 Insufficient memory, 1 node(s) were unschedulable.", Requests("4Gi"))]);
        Assert.Equal(CauseCategories.InsufficientMemory, report.RootCause!.Category);
        Assert.EndsWith("; node b would have room, but is cordoned", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_successor_of_a_preempted_pod_names_the_preemption()
    {
        var greedy = new PodBuilder("batch-1").Container("batch", c => c.Resources = new V1ResourceRequirements { Requests = Memory("14Gi") }).With(pod => { pod.Spec.NodeName = "a"; pod.Spec.Priority = 1000; }).Build();
        var seen = Storage.StorageObjects.Event("Pod", "web-5d9c-old", "Preempted", "Preempted by shop/batch-1 on node a");
        var pending = Pending("web-3", "0/1 nodes are available: 1 Insufficient memory.", pod => { Requests("4Gi")(pod); pod.Metadata.GenerateName = "web-5d9c-"; });
        var report = await Diagnose([Node("a", "16Gi"), greedy, seen, pending]);
        Assert.Equal(CauseCategories.PriorityPreempted, report.RootCause!.Category);
        Assert.Contains("shop/batch-1", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduler_that_does_not_exist_is_named()
    {
        var pod = Pending("web-3", "", pod => { pod.Spec.SchedulerName = "volcano"; pod.Status.Conditions.Clear(); });
        var report = await Diagnose([Node("a"), pod]);
        Assert.Equal(
            (CauseCategories.SchedulerMissing, "Deployment web asks for schedulerName volcano, and no scheduler of that name has looked at its pod for 10 min; the cluster's own is default-scheduler"),
            (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task A_pod_that_was_made_just_now_does_not_miss_its_scheduler_yet()
    {
        var pod = Pending("web-3", "", pod => { pod.Status.Conditions.Clear(); (pod.Metadata.CreationTimestamp, pod.Status.StartTime) = (RecordedCase.Now.UtcDateTime.AddSeconds(-20), null); });
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(pod), "shop", "Pod", "web-3")).Outcome);
    }

    [Fact]
    public async Task Where_nodes_may_not_be_read_the_schedulers_message_is_told()
    {
        var view = View([Node("a"), Pending("web-3", "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.", Apart())]).Answering<V1Node>(LookupStatus.Forbidden);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.Equal(CauseCategories.AntiAffinityUnsatisfied, report.RootCause!.Category);
        Assert.Contains("may not read nodes", report.Message, StringComparison.Ordinal);
    }

    private static async Task<ExpertReport> Diagnose(IKubernetesObject<V1ObjectMeta>[] objects)
    {
        var view = View(objects);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.InRange(view.Requests.Count, 1, 11);
        return report;
    }

    private static InMemoryClusterView View(IKubernetesObject<V1ObjectMeta>[] objects) => new InMemoryClusterView().With(objects).With(
        new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "shop", Uid = "uid-web" },
            Spec = new V1DeploymentSpec { Replicas = 3, Selector = Selector("web"), Template = new V1PodTemplateSpec() },
        },
        new V1ReplicaSet
        {
            Metadata = new V1ObjectMeta { Name = "web-5d9c", NamespaceProperty = "shop", Uid = "uid-web-5d9c", Labels = new Dictionary<string, string> { ["app"] = "web" }, OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "web", Uid = "uid-web", Controller = true }] },
            Spec = new V1ReplicaSetSpec { Replicas = 3, Selector = Selector("web") },
        });

    private static V1Pod Web(string name, string node, Action<V1Pod>? change = null) =>
        new PodBuilder(name).Labelled("app", "web").OwnedBy("ReplicaSet", "web-5d9c").Container("app").With(pod => pod.Spec.NodeName = node).With(change ?? (_ => { })).Build();

    private static V1Pod Pending(string name, string message, Action<V1Pod> change) =>
        new PodBuilder(name).Labelled("app", "web").OwnedBy("ReplicaSet", "web-5d9c").Container("app").Unschedulable(message).With(pod => pod.Status.ContainerStatuses.Clear()).With(change).Build();

    private static V1Node Node(string name, string memory = "16Gi", string zone = "eu-a") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { [Host] = name, [Zone] = zone } },
        Spec = new V1NodeSpec(),
        Status = new V1NodeStatus { Allocatable = new Dictionary<string, ResourceQuantity> { ["memory"] = new(memory), ["cpu"] = new("4"), ["pods"] = new("110") } },
    };

    private static Dictionary<string, ResourceQuantity> Memory(string size) => new() { ["memory"] = new(size) };

    private static Action<V1Pod> Requests(string memory) => pod => pod.Spec.Containers[0].Resources = new V1ResourceRequirements { Requests = Memory(memory) };

    private static V1LabelSelector Selector(string app) => new() { MatchLabels = new Dictionary<string, string> { ["app"] = app } };

    private static Action<V1Pod> Apart() => pod => pod.Spec.Affinity = new V1Affinity
    {
        PodAntiAffinity = new V1PodAntiAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [new V1PodAffinityTerm { TopologyKey = Host, LabelSelector = Selector("web") }] },
    };

    private static Action<V1Pod> Near(string app) => pod => pod.Spec.Affinity = new V1Affinity
    {
        PodAffinity = new V1PodAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [new V1PodAffinityTerm { TopologyKey = Host, LabelSelector = Selector(app) }] },
    };
}
