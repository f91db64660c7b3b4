using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Scheduling;

public sealed class UnschedulableTests
{
    [Fact]
    public void A_request_that_no_node_could_ever_meet_is_told_from_a_full_cluster()
    {
        var finding = Assert.Single(Case.Of(Pending("0/2 nodes are available: 2 Insufficient memory.", "900Gi")).Nodes(Node("a", "16Gi"), Node("b", "31Gi")).Judge());
        Assert.Equal("No node has 900Gi memory, even if it were empty: Deployment checkout requests 900Gi, the largest node offers 31Gi", finding.Title);
        Assert.Equal(CauseCategories.InsufficientMemory, finding.Category);
    }

    [Fact]
    public void A_full_cluster_is_told_with_what_is_left()
    {
        var usage = new Dictionary<string, NodeUsage>
        {
            ["a"] = new(new Dictionary<string, decimal> { ["memory"] = 15m * 1024 * 1024 * 1024 }, 9),
            ["b"] = new(new Dictionary<string, decimal> { ["memory"] = 29m * 1024 * 1024 * 1024 }, 9),
        };
        Assert.Equal(
            "No node has 4Gi memory free now: Deployment checkout requests 4Gi, the freest node (b) has 2Gi of 31Gi left",
            Assert.Single(Case.Of(Pending("0/2 nodes are available: 2 Insufficient memory.", "4Gi")).Nodes(Node("a", "16Gi"), Node("b", "31Gi")).File(file => file with { NodeUsage = usage }).Judge()).Title);
    }

    [Fact]
    public void Where_the_use_of_nodes_is_not_known_the_scheduler_is_believed() => Assert.Equal(
        "No node has 4Gi memory free now: Deployment checkout requests 4Gi; the largest node offers 31Gi in all, and other pods hold too much of it",
        Assert.Single(Case.Of(Pending("0/1 nodes are available: 1 Insufficient memory.", "4Gi")).Nodes(Node("b", "31Gi")).Judge()).Title);

    [Fact]
    public void Too_many_pods_are_counted()
    {
        var usage = new Dictionary<string, NodeUsage> { ["a"] = new(new Dictionary<string, decimal>(), 110) };
        var finding = Assert.Single(Case.Of(Pending("0/1 nodes are available: 1 Too many pods.", "1Mi")).Nodes(Node("a", "16Gi")).File(file => file with { NodeUsage = usage }).Judge());
        Assert.Equal((CauseCategories.InsufficientPods, "No node has room for another pod: Deployment checkout needs one more, and a holds 110 of 110"), (finding.Category, finding.Title));
    }

    [Theory]
    [InlineData("accelerator", "nvidia-t4", "No node carries label accelerator=nvidia-l4, which nodeSelector of Deployment checkout asks for; nodes have accelerator=nvidia-t4")]
    [InlineData("accelerators", "nvidia-l4", "No node carries label accelerator=nvidia-l4, which nodeSelector of Deployment checkout asks for; nodes have label accelerators=nvidia-l4")]
    [InlineData("disk", "ssd", "No node carries label accelerator=nvidia-l4, which nodeSelector of Deployment checkout asks for; no node has a label accelerator")]
    public void A_node_selector_is_compared_with_what_nodes_carry(string key, string value, string title)
    {
        var pod = Pending("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.", "1Mi").With(pod => pod.Spec.NodeSelector = new Dictionary<string, string> { ["accelerator"] = "nvidia-l4" });
        var finding = Assert.Single(Case.Of(pod).Nodes(Node("a", "16Gi", labels: (key, value))).Judge());
        Assert.Equal((CauseCategories.NodeSelectorMismatch, title), (finding.Category, finding.Title));
    }

    [Theory]
    [InlineData("In", "zone In [eu-1]")]
    [InlineData("Exists", "zone Exists")]
    [InlineData("Gt", "zone Gt [eu-1]")]
    public void A_node_affinity_is_named_with_the_requirement_that_fails(string op, string described)
    {
        var pod = Pending("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity.", "1Mi").With(pod => pod.Spec.Affinity = new V1Affinity
        {
            NodeAffinity = new V1NodeAffinity
            {
                RequiredDuringSchedulingIgnoredDuringExecution = new V1NodeSelector
                {
                    NodeSelectorTerms = [new V1NodeSelectorTerm { MatchExpressions = [new V1NodeSelectorRequirement { Key = "zone", OperatorProperty = op, Values = op == "Exists" ? null : ["eu-1"] }] }],
                },
            },
        });
        var finding = Assert.Single(Case.Of(pod).Nodes(Node("a", "16Gi", labels: ("rack", "7"))).Judge());
        Assert.Equal((CauseCategories.NodeAffinityMismatch, $"No node satisfies the required node affinity of Deployment checkout: {described}; no node has a label zone"), (finding.Category, finding.Title));
    }

    [Theory]
    [InlineData("dedicated", "gpu", CauseCategories.TaintNotTolerated, "Every node has a taint that Deployment checkout does not tolerate: dedicated=gpu:NoSchedule (a)")]
    [InlineData("node.kubernetes.io/unschedulable", null, CauseCategories.NodeCordoned, "Every node is cordoned, so Deployment checkout fits nowhere: a")]
    [InlineData("node.kubernetes.io/not-ready", null, CauseCategories.NodeNotReady, "Every node is not ready, so Deployment checkout fits nowhere: a (kubelet stopped posting node status)")]
    [InlineData("node.kubernetes.io/disk-pressure", null, CauseCategories.DiskPressure, "Every node is under pressure, so Deployment checkout fits nowhere: node.kubernetes.io/disk-pressure:NoSchedule (a)")]
    public void A_taint_is_named_with_its_nodes(string key, string? value, string category, string title)
    {
        var node = Node("a", "16Gi");
        node.Spec.Taints = [new V1Taint { Key = key, Value = value, Effect = "NoSchedule" }];
        node.Status.Conditions = [new V1NodeCondition { Type = "Ready", Status = "Unknown", Message = "kubelet stopped posting node status" }];
        var finding = Assert.Single(Case.Of(Pending("0/1 nodes are available: 1 node(s) had untolerated taint {" + key + ": }.", "1Mi")).Nodes(node).Judge());
        Assert.Equal((category, title), (finding.Category, finding.Title));
    }

    [Fact]
    public void A_cordoned_node_can_be_let_in_again_with_one_command()
    {
        var node = Node("a", "16Gi");
        node.Spec.Unschedulable = true;
        Assert.Equal("kubectl uncordon a", Assert.Single(Case.Of(Pending("0/1 nodes are available: 1 node(s) were unschedulable.", "1Mi")).Nodes(node).Judge()).Remediation[0].Command);
    }

    [Fact]
    public void Tolerated_taints_do_not_count()
    {
        var node = Node("a", "16Gi");
        node.Spec.Taints = [new V1Taint { Key = "dedicated", Value = "gpu", Effect = "NoSchedule" }, new V1Taint { Key = "soft", Effect = "PreferNoSchedule" }];
        var pod = Pending("0/1 nodes are available: 1 Insufficient memory.", "64Gi").With(pod => pod.Spec.Tolerations = [new V1Toleration { Key = "dedicated", OperatorProperty = "Exists" }]);
        Assert.Equal(CauseCategories.InsufficientMemory, Assert.Single(Case.Of(pod).Nodes(node).Judge()).Category);
    }

    [Theory]
    [InlineData("0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.", CauseCategories.InsufficientMemory, "No node takes Deployment checkout: 3 Insufficient memory; it requests 1Gi memory")]
    [InlineData("0/3 nodes are available: 1 node(s) had taint {dedicated: gpu}, that the pod didn't tolerate, 2 node(s) were unschedulable.", CauseCategories.NodeCordoned, "No node takes Deployment checkout: 1 node(s) had taint {dedicated: gpu}, that the pod didn't tolerate, 2 node(s) were unschedulable")]
    [InlineData("0/1 nodes are available: 1 node(s) didn't match pod topology spread constraints.", CauseCategories.TopologySpreadUnsatisfied, "No node takes Deployment checkout: 1 node(s) didn't match pod topology spread constraints")]
    [InlineData("0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.", CauseCategories.HostPortConflict, "No node takes Deployment checkout: 1 node(s) didn't have free ports for the requested pod ports")]
    [InlineData("no nodes available to schedule pods", CauseCategories.NodeNotReady, "The cluster has no node that Deployment checkout could run on: none is registered")]
    public void Where_nodes_may_not_be_read_the_message_decides(string message, string category, string title)
    {
        var finding = Assert.Single(Case.Of(Pending(message, "1Gi")).File(file => file with { Nodes = Lookup.Forbidden<IReadOnlyList<V1Node>>() }).Judge());
        Assert.Equal((category, title), (finding.Category, finding.Title));
    }

    [Fact]
    public void A_pod_that_waits_for_its_claim_is_not_blamed_on_the_nodes() =>
        Assert.Empty(Case.Of(Pending("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found", "900Gi")).Nodes(Node("a", "16Gi")).Judge());

    [Fact]
    public void A_scheduling_gate_is_named()
    {
        var pod = new PodBuilder().InPhase("Pending").Container("app", status: status => status.State = new V1ContainerState()).With(pod =>
        {
            pod.Spec.NodeName = null;
            pod.Spec.SchedulingGates = [new V1PodSchedulingGate { Name = "example.com/quota" }];
            pod.Status.Conditions.Add(new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "SchedulingGated" });
        });
        Assert.Equal("Deployment checkout is held back by scheduling gate example.com/quota, which nothing has removed", Assert.Single(Case.Of(pod).Judge()).Title);
    }

    private static PodBuilder Pending(string message, string memory) => new PodBuilder().Unschedulable(message).With(pod => pod.Spec.Containers =
    [
        new V1Container { Name = "app", Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["memory"] = new(memory) } } },
    ]);

    private static V1Node Node(string name, string memory, params (string Key, string Value)[] labels) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, Labels = labels.ToDictionary(pair => pair.Key, pair => pair.Value) },
        Spec = new V1NodeSpec(),
        Status = new V1NodeStatus { Allocatable = new Dictionary<string, ResourceQuantity> { ["memory"] = new(memory), ["cpu"] = new("4"), ["pods"] = new("110") } },
    };
}
