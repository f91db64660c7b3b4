namespace ClusterCode.Operator.Detection.Pods;

/// <summary>Drops from a pod's status what detection never asks about: for the nine of ten pods that are well, nearly all of it.</summary>
internal static class PodReduction
{
    /// <summary>Reduces the pod in place and returns it.</summary>
    public static PodSummary Reduce(PodSummary pod)
    {
        if (pod.Status is not { } status)
            return pod;
        status.Conditions = status.Conditions?.Where(IsTelling).ToArray();
        status.InitContainerStatuses = status.InitContainerStatuses?.Select(Reduce).ToArray();
        status.ContainerStatuses = status.ContainerStatuses?.Select(Reduce).ToArray();
        return pod;
    }

    // The states that the detector and the judge of recoveries look for.
    private static bool IsTelling(PodConditionSummary condition) =>
        condition is { Type: "Ready", Status: "True" } or { Type: "ContainersReady" or "PodScheduled", Status: not "True" };

    // The API server writes {} for a container that has no last state.
    private static ContainerStatusSummary Reduce(ContainerStatusSummary container)
    {
        if (container.LastState is { Waiting: null, Running: null, Terminated: null })
            container.LastState = null;
        return container;
    }
}
