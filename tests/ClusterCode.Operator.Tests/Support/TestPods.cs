using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Pods as detection sees them, of Deployment <c>shop/checkout</c> unless said otherwise.</summary>
internal static class TestPods
{
    public const string Revision = "7d9f6c5b4d";

    public static readonly WorkloadKey Checkout = new("shop", "apps", "Deployment", "checkout");

    public static PodSummary Of(params IReadOnlyList<ContainerStatusSummary> containers) => Named("a", Revision, containers);

    public static PodSummary Named(string suffix, string revision, params IReadOnlyList<ContainerStatusSummary> containers) => new()
    {
        Metadata = new ObjectSummary
        {
            Name = $"checkout-{revision}-{suffix}",
            Namespace = "shop",
            Uid = $"uid-{revision}-{suffix}",
            CreationTimestamp = Times.SecondsAgo(600),
            Labels = new Dictionary<string, string> { ["app"] = "checkout", ["pod-template-hash"] = revision },
            OwnerReferences = [Controller("apps/v1", "ReplicaSet", $"checkout-{revision}")],
        },
        Spec = new PodSpecSummary { RestartPolicy = "Always", Containers = [.. containers.Select(container => new ContainerSummary { Name = container.Name })] },
        Status = new PodStatusSummary { Phase = "Running", StartTime = Times.SecondsAgo(600), ContainerStatuses = containers },
    };

    public static PodSummary Bare(string name, string restartPolicy, string phase, params IReadOnlyList<ContainerStatusSummary> containers)
    {
        var pod = Of(containers);
        pod.Metadata = new ObjectSummary { Name = name, Namespace = "shop", Uid = $"uid-{name}", CreationTimestamp = Times.SecondsAgo(600) };
        pod.Spec!.RestartPolicy = restartPolicy;
        pod.Status!.Phase = phase;
        return pod;
    }

    /// <summary>A pod without a controller, or with the one given.</summary>
    public static PodSummary OwnedBy(string name, OwnerSummary? controller, IReadOnlyDictionary<string, string>? labels = null) => new()
    {
        Metadata = new ObjectSummary { Name = name, Namespace = "shop", Uid = $"uid-{name}", Labels = labels, OwnerReferences = controller is null ? null : [controller] },
    };

    public static PodSummary Unschedulable(double forSeconds = 60)
    {
        var pod = Of();
        pod.Status = new PodStatusSummary
        {
            Phase = "Pending",
            Conditions = [new PodConditionSummary { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", LastTransitionTime = Times.SecondsAgo(forSeconds) }],
        };
        return pod;
    }

    /// <summary>The pod with condition Ready since then.</summary>
    public static PodSummary Ready(this PodSummary pod, double forSeconds)
    {
        pod.Status!.Conditions = [new PodConditionSummary { Type = "Ready", Status = "True", LastTransitionTime = Times.SecondsAgo(forSeconds) }];
        return pod;
    }

    public static OwnerSummary Controller(string apiVersion, string kind, string name) =>
        new() { ApiVersion = apiVersion, Kind = kind, Name = name, Uid = $"uid-{name}", Controller = true };

    public static MountEventSummary FailedMount(PodSummary pod, double firstAgo = 60, double lastAgo = 2, int? count = 3) => new()
    {
        Metadata = new ObjectSummary { Name = $"{pod.Metadata.Name}.1", Namespace = pod.Metadata.Namespace, Uid = "uid-event" },
        InvolvedObject = new InvolvedObjectSummary { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
        Count = count,
        FirstTimestamp = Times.SecondsAgo(firstAgo),
        LastTimestamp = Times.SecondsAgo(lastAgo),
    };

    public static WorkloadSnapshot Snapshot(params IReadOnlyList<PodSummary> pods) => new(Checkout, pods, [], []);
}
