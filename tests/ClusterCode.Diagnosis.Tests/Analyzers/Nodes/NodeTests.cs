using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Nodes;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Nodes;

public sealed class NodeTests
{
    [Theory]
    [InlineData("Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", "Node a has not been ready for 20 min: the kubelet has stopped reporting, last at 2026-11-22 14:39:05Z; of namespace shop it runs web-1")]
    [InlineData("False", "KubeletNotReady", "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized", "Node a has not been ready for 20 min: the network plugin (CNI) is not ready; of namespace shop it runs web-1")]
    [InlineData("False", "KubeletNotReady", "PLEG is not healthy: pleg was last seen active 5m0s ago; threshold is 3m0s", "Node a has not been ready for 20 min: the container runtime does not answer (PLEG is not healthy); of namespace shop it runs web-1")]
    public async Task A_node_that_is_not_ready_names_the_component(string status, string reason, string message, string summary)
    {
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(Node(status, reason, message), Web()), "shop", "Node", "a");
        Assert.Equal((CauseCategories.NodeNotReady, summary, "Node a"), (report.RootCause!.Category, report.RootCause.Summary, report.RootCause.Resource.ToString()));
    }

    [Theory]
    [InlineData("MemoryPressure", CauseCategories.MemoryPressure)]
    [InlineData("DiskPressure", CauseCategories.DiskPressure)]
    [InlineData("PIDPressure", CauseCategories.PidPressure)]
    public async Task A_node_under_pressure_says_of_what(string type, string category)
    {
        var node = Ready();
        node.Status.Conditions.Add(new V1NodeCondition { Type = type, Status = "True", Reason = "KubeletHasPressure", Message = "kubelet has pressure", LastTransitionTime = RecordedCase.Now.UtcDateTime.AddMinutes(-5) });
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(node), "shop", "Node", "a");
        Assert.Equal(category, report.RootCause!.Category);
        Assert.Contains($"Node a reports {type} since 5 min", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ready_node_is_healthy_a_cordoned_one_is_told()
    {
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(Ready()), "shop", "Node", "a")).Outcome);
        var cordoned = Ready();
        cordoned.Spec.Unschedulable = true;
        Assert.Equal(CauseCategories.NodeCordoned, (await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(cordoned), "shop", "Node", "a")).RootCause!.Category);
    }

    [Fact]
    public async Task A_clock_that_is_fast_is_told_by_how_much()
    {
        var node = Ready();
        node.Status.Conditions[0].LastHeartbeatTime = RecordedCase.Now.UtcDateTime.AddMinutes(7);
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(node), "shop", "Node", "a");
        Assert.Equal(CauseCategories.NodeClockSkew, report.RootCause!.Category);
        Assert.StartsWith("The clock of node a is 7 min fast", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_claims_to_run_on_a_node_that_does_not_report_is_the_nodes_fault()
    {
        var pod = Web(p => p.Status.Conditions.Add(new V1PodCondition { Type = "Ready", Status = "False" }));
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(Node("Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."), pod), "shop", "Pod", "web-1");
        Assert.Equal((CauseCategories.NodeNotReady, "Node a"), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.Equal("Node a has not been ready for 20 min: the kubelet has stopped reporting; pod web-1 of Pod web-1 counts as not ready, whatever it does", report.RootCause.Summary);
    }

    [Fact]
    public async Task A_pod_that_is_not_ended_because_its_node_is_gone_says_so_and_may_not_be_read_is_not_gone()
    {
        var pod = Web(p => p.Metadata.DeletionTimestamp = RecordedCase.Now.UtcDateTime.AddMinutes(-30));
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(pod), "shop", "Pod", "web-1");
        Assert.Equal(CauseCategories.StuckTerminating, report.RootCause!.Category);
        Assert.Contains("its node a does not exist any more", report.RootCause.Summary, StringComparison.Ordinal);
        Assert.Empty(report.AdditionalCauses);
        var denied = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(pod).Answering<V1Node>(LookupStatus.Forbidden), "shop", "Pod", "web-1");
        Assert.NotEqual(ExpertOutcome.Healthy, denied.Outcome);
        Assert.DoesNotContain("does not exist", denied.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_is_being_deleted_in_time_is_healthy()
    {
        var pod = Web(p => p.Metadata.DeletionTimestamp = RecordedCase.Now.UtcDateTime.AddSeconds(20));
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(pod), "shop", "Pod", "web-1")).Outcome);
    }

    [Theory]
    [InlineData("The node was low on resource: memory. Threshold quantity: 100Mi, available: 54Mi. Container app was using 1Gi, request is 256Mi, has larger consumption of memory. ", "was evicted because the node was low on memory (54Mi left, threshold 100Mi); container app used 1Gi, its request is 256Mi")]
    [InlineData("The node was low on resource: ephemeral-storage. Container app was using 5160Ki, which exceeds its request of 0. ", "was evicted because the node was low on ephemeral-storage; container app used 5160Ki, its request is 0")]
    [InlineData("Container app exceeded its local ephemeral storage limit \"1Gi\". ", "was evicted for its own use of disk: container app exceeded its ephemeral-storage limit of 1Gi")]
    [InlineData("Usage of EmptyDir volume \"cache\" exceeds the limit \"500Mi\". ", "was evicted for its own use of disk: emptyDir volume cache exceeded its sizeLimit of 500Mi")]
    [InlineData("Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ", "was evicted for its own use of disk: its containers exceeded their ephemeral-storage limit of 2Gi together")]
    [InlineData("The node had condition: [DiskPressure]. ", "was evicted")]
    public void An_eviction_names_the_resource_and_who_used_it(string message, string what)
    {
        var ending = Eviction.Of(message);
        Assert.Equal((CauseCategories.Evicted, what), (ending.Category, ending.What));
    }

    [Theory]
    [InlineData("Evicted", "The node was low on resource: memory. Container app was using 1Gi, request is 0, has larger consumption of memory. ", CauseCategories.Evicted)]
    [InlineData("Terminated", "Pod was terminated in response to imminent node shutdown.", CauseCategories.SignalTerminated)]
    [InlineData("OutOfcpu", "Pod Node didn't have enough resource: cpu, requested: 500, used: 3900, capacity: 4000", CauseCategories.InsufficientCpu)]
    [InlineData("NodeAffinity", "Pod Predicate NodeAffinity failed", CauseCategories.NodeAffinityMismatch)]
    public async Task A_pod_that_was_ended_as_a_whole_says_by_whom_even_without_containers(string reason, string message, string category)
    {
        var pod = Web(p =>
        {
            (p.Status.Phase, p.Status.Reason, p.Status.Message) = ("Failed", reason, message);
            p.Status.ContainerStatuses.Clear();
        });
        Assert.Equal(category, (await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(pod), "shop", "Pod", "web-1")).RootCause!.Category);
    }

    [Theory]
    [InlineData("PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod", CauseCategories.PriorityPreempted)]
    [InlineData("TerminationByKubelet", "Pod was terminated in response to imminent node shutdown.", CauseCategories.SignalTerminated)]
    [InlineData("EvictionByEvictionAPI", "Eviction API: evicting", CauseCategories.SignalTerminated)]
    public async Task The_disruption_target_says_who_ended_the_pod(string reason, string message, string category)
    {
        var pod = new PodBuilder("web-1").Crashing("app", 143).InPhase("Failed")
            .With(p => p.Status.Conditions.Add(new V1PodCondition { Type = "DisruptionTarget", Status = "True", Reason = reason, Message = message })).Build();
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(pod), "shop", "Pod", "web-1");
        Assert.Equal(category, report.RootCause!.Category);
        Assert.Contains(message, report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kill_that_the_nodes_kernel_reports_is_a_node_that_ran_out_of_memory()
    {
        var seen = new Corev1Event
        {
            Metadata = new V1ObjectMeta { Name = "a.1", NamespaceProperty = "default" },
            InvolvedObject = new V1ObjectReference { Kind = "Node", Name = "a", Uid = "a" },
            Reason = "SystemOOM",
            Message = "System OOM encountered, victim process: java, pid: 4711",
            Type = "Warning",
            LastTimestamp = RecordedCase.Now.UtcDateTime.AddSeconds(-58),
        };
        var pod = new PodBuilder("web-1").Crashing("app", 137).With(p => p.Spec.NodeName = "a").Build();
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(pod, seen), "shop", "Pod", "web-1");
        Assert.Equal(CauseCategories.OOMKilled, report.RootCause!.Category);
        Assert.Contains("victim process: java", report.RootCause.Summary, StringComparison.Ordinal);
    }

    private static V1Pod Web(Action<V1Pod>? change = null) => new PodBuilder("web-1").Container("app").With(pod => pod.Spec.NodeName = "a").With(change ?? (_ => { })).Build();

    private static V1Node Ready() => Node("True", "KubeletReady", "kubelet is posting ready status");

    private static V1Node Node(string ready, string reason, string message) => new()
    {
        Metadata = new V1ObjectMeta { Name = "a" },
        Spec = new V1NodeSpec(),
        Status = new V1NodeStatus
        {
            Conditions =
            [
                new V1NodeCondition
                {
                    Type = "Ready", Status = ready, Reason = reason, Message = message,
                    LastTransitionTime = RecordedCase.Now.UtcDateTime.AddMinutes(-20), LastHeartbeatTime = RecordedCase.Now.UtcDateTime.AddMinutes(ready == "True" ? 0 : -20).AddSeconds(ready == "True" ? 0 : -40),
                },
            ],
        },
    };
}
