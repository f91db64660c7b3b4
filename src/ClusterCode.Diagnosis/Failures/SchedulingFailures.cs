using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Pods that are not scheduled. No node takes the pod.</summary>
internal static class SchedulingFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Pods that are not scheduled",
        "No node takes the pod.",
        [
            new(InsufficientCpu)
            {
                ShownBy = "The scheduler finds too little CPU; requests are compared with what is allocatable and free.",
                Means = "The pod requests more CPU than any node has free, or has at all.",
                ToDo = "Lower the request, free CPU, or add a node; the summary says by how much it misses.",
            },
            new(InsufficientMemory)
            {
                ShownBy = "The scheduler finds too little memory.",
                Means = "The pod requests more memory than any node has free, or has at all.",
                ToDo = "Lower the request, free memory, or add a node.",
            },
            new(InsufficientExtendedResource)
            {
                ShownBy = "The scheduler finds too little of another resource, such as GPUs, huge pages or ephemeral storage.",
                Means = "No node offers, or has free, what is requested.",
                ToDo = "Add a node with it, or see whether the device plugin runs.",
            },
            new(InsufficientPods)
            {
                ShownBy = "The scheduler says `Too many pods`.",
                Means = "Every node holds as many pods as its kubelet allows.",
                ToDo = "Add a node, or raise `maxPods`.",
            },
            new(NodeSelectorMismatch)
            {
                ShownBy = "`spec.nodeSelector` is compared with the nodes' labels.",
                Means = "No node carries the label.",
                ToDo = "Label a node, or correct the selector; nodes that nearly match are named.",
            },
            new(NodeAffinityMismatch)
            {
                ShownBy = "The required node affinity is compared with the nodes' labels.",
                Means = "No node satisfies the term.",
                ToDo = "Correct the term, or label a node.",
            },
            new(PodAffinityUnsatisfied)
            {
                ShownBy = "The required pod affinity finds no node with a matching pod.",
                Means = "The pod wants to be near another one that does not run, or that carries other labels.",
                ToDo = "Start the other pod first, or correct the term's labels.",
            },
            new(AntiAffinityUnsatisfied)
            {
                ShownBy = "The required pod anti-affinity excludes every node.",
                Means = "There are more replicas than nodes, or another workload matches the term.",
                ToDo = "Prefer instead of require, add nodes, or run fewer replicas.",
            },
            new(TopologySpreadUnsatisfied)
            {
                ShownBy = "A topology spread constraint with `DoNotSchedule` excludes every node.",
                Means = "Any placement would exceed `maxSkew`, or nodes lack the topology key.",
                ToDo = "Label the nodes, raise `maxSkew`, or use `ScheduleAnyway`.",
            },
            new(TaintNotTolerated)
            {
                ShownBy = "The nodes' taints are compared with the pod's tolerations.",
                Means = "Every node that would fit has a taint that the pod does not tolerate.",
                ToDo = "Add the toleration if the pod belongs there, or remove the taint.",
            },
            new(NodeCordoned)
            {
                ShownBy = "The nodes are marked unschedulable.",
                Means = "Someone cordoned the nodes, mostly for maintenance.",
                ToDo = "`kubectl uncordon` the node when the maintenance is over.",
            },
            new(NodeNotReady)
            {
                ShownBy = "The node's Ready condition is False or Unknown.",
                Means = "The kubelet, the runtime or the network plugin of the node does not work, or the node is gone.",
                ToDo = "Mend the node; its condition's message says what it lacks.",
            },
            new(HostPortConflict)
            {
                ShownBy = "The scheduler says that a host port is taken.",
                Means = "Another pod on each node has the same `hostPort`.",
                ToDo = "Use another port, or a Service instead of a host port.",
            },
            new(VolumeNodeConflict)
            {
                ShownBy = "The volume's node affinity excludes the nodes that would fit.",
                Means = "The volume lives in a zone or on a node where the pod cannot run.",
                ToDo = "Let the pod run where the volume is, or make a volume where the pod can run.",
            },
            new(SchedulingGated)
            {
                ShownBy = "`spec.schedulingGates` is not empty.",
                Means = "A controller holds the pod back on purpose.",
                ToDo = "See why the named gate's controller does not remove it.",
            },
            new(PriorityPreempted)
            {
                ShownBy = "A preemption event, or the pod's `DisruptionTarget` condition.",
                Means = "A pod of higher priority pushed this one out.",
                ToDo = "Add room, or give the workload a priority that fits its importance.",
            },
            new(SchedulerMissing)
            {
                ShownBy = "The pod names a scheduler, and no scheduler has said a word about it.",
                Means = "No scheduler of that name runs.",
                ToDo = "Correct `schedulerName`, or start that scheduler.",
            },
        ]);
}
