using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Scaling, disruption, nodes. What the cluster does around the workload.</summary>
internal static class ScalingFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Scaling, disruption, nodes",
        "What the cluster does around the workload.",
        [
            new(HpaMetricsMissing)
            {
                ShownBy = "The autoscaler's ScalingActive condition is False.",
                Means = "It cannot compute a metric: no metrics API, or containers without requests.",
                ToDo = "Install the metrics API, or state requests on the named container.",
            },
            new(HpaTargetMissing)
            {
                ShownBy = "The autoscaler's AbleToScale condition is False.",
                Means = "Its target does not exist.",
                ToDo = "Correct `scaleTargetRef`.",
            },
            new(HpaAtMaximum)
            {
                ShownBy = "The autoscaler's ScalingLimited condition is True.",
                Means = "It would scale further and may not.",
                ToDo = "Raise `maxReplicas`, or find out why the load grew.",
            },
            new(PdbBlocksEviction)
            {
                ShownBy = "`status.disruptionsAllowed` is 0.",
                Means = "Nodes cannot be drained, because no pod may be evicted.",
                ToDo = "Allow one disruption, add a replica, or mend the pods that are not ready.",
            },
            new(CpuThrottled)
            {
                ShownBy = "The metrics API, where the cluster has one, shows that a container uses all of its CPU limit: one whose probe gets no answer in time, or one of a workload that was asked about.",
                Means = "The kernel stops the container for the rest of each 100 ms in which its quota is spent, so that it answers late, however idle its node is.",
                ToDo = "Raise or drop the CPU limit.",
            },
            new(MemoryPressure)
            {
                ShownBy = "The node's MemoryPressure condition is True.",
                Means = "The kubelet evicts pods to get memory back.",
                ToDo = "See which pods use more than they request.",
            },
            new(DiskPressure)
            {
                ShownBy = "The node's DiskPressure condition is True, or an image cannot be unpacked there for want of space.",
                Means = "The kubelet removes images and evicts pods to get space back.",
                ToDo = "Free space on the node.",
            },
            new(PidPressure)
            {
                ShownBy = "The node's PIDPressure condition is True.",
                Means = "The node runs out of process ids.",
                ToDo = "Find what forks without end.",
            },
            new(Evicted)
            {
                ShownBy = "The pod's reason is `Evicted`.",
                Means = "The kubelet ended the pod because the node ran short of a resource.",
                ToDo = "State requests that match the use, and see the node's pressure.",
            },
            new(NodeClockSkew)
            {
                ShownBy = "Tokens or certificates are `not yet valid`, and the node's times differ from the API server's.",
                Means = "The node's clock is wrong.",
                ToDo = "Mend its time synchronisation.",
            },
            new(StuckTerminating)
            {
                ShownBy = "An object has been deleted for long and is still there.",
                Means = "A finalizer, a volume or a node that is gone holds it.",
                ToDo = "See the controller of the named finalizer. Removing a finalizer by hand leaves behind what it would have cleaned up.",
            },
            new(NamespaceTerminating)
            {
                ShownBy = "The namespace's phase is `Terminating`.",
                Means = "Objects with finalizers, or an API that does not answer, keep it from going.",
                ToDo = "Mend what its conditions name.",
            },
        ]);
}
