using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>Makes pods in the states that failures leave them in.</summary>
internal sealed class PodBuilder
{
    private readonly V1Pod _pod;

    public PodBuilder(string name = "checkout-7d9f6c5b4d-x2x4z", string ns = "shop") => _pod = new V1Pod
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = ns,
            Uid = $"uid-{name}",
            CreationTimestamp = RecordedCase.Now.UtcDateTime.AddMinutes(-10),
            Labels = new Dictionary<string, string>(),
        },
        Spec = new V1PodSpec { Containers = [], RestartPolicy = "Always", NodeName = "node-1" },
        Status = new V1PodStatus
        {
            Phase = "Running",
            StartTime = RecordedCase.Now.UtcDateTime.AddMinutes(-10),
            Conditions = [],
            ContainerStatuses = [],
            InitContainerStatuses = [],
        },
    };

    public PodBuilder Labelled(string key, string value)
    {
        _pod.Metadata.Labels[key] = value;
        return this;
    }

    public PodBuilder OwnedBy(string kind, string name, string apiVersion = "apps/v1")
    {
        _pod.Metadata.OwnerReferences =
            [new V1OwnerReference { ApiVersion = apiVersion, Kind = kind, Name = name, Uid = $"uid-{name}", Controller = true }];
        return this;
    }

    public PodBuilder InPhase(string phase)
    {
        _pod.Status.Phase = phase;
        return this;
    }

    /// <summary>Pending, and not on any node.</summary>
    public PodBuilder Unschedulable(string message)
    {
        _pod.Spec.NodeName = null;
        _pod.Status.Phase = "Pending";
        _pod.Status.Conditions.Add(new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = message });
        return this;
    }

    public PodBuilder With(Action<V1Pod> change)
    {
        change(_pod);
        return this;
    }

    public PodBuilder Container(string name, Action<V1Container>? change = null, Action<V1ContainerStatus>? status = null, bool init = false)
    {
        var container = new V1Container { Name = name, Image = "registry.example/shop/app:1.0" };
        change?.Invoke(container);
        var containerStatus = new V1ContainerStatus
        {
            Name = name,
            Image = container.Image,
            Ready = true,
            Started = true,
            State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = RecordedCase.Now.UtcDateTime.AddMinutes(-10) } },
            LastState = new V1ContainerState(),
        };
        status?.Invoke(containerStatus);
        if (init)
        {
            (_pod.Spec.InitContainers ??= []).Add(container);
            _pod.Status.InitContainerStatuses.Add(containerStatus);
        }
        else
        {
            _pod.Spec.Containers.Add(container);
            _pod.Status.ContainerStatuses.Add(containerStatus);
        }

        return this;
    }

    /// <summary>A container that waits in CrashLoopBackOff after it ended.</summary>
    public PodBuilder Crashing(string name, int exitCode, string reason = "Error", int restarts = 5, Action<V1Container>? change = null, bool init = false) =>
        Container(name, change, s => Crash(s, exitCode, reason, restarts), init);

    /// <summary>A container that never started.</summary>
    public PodBuilder Waiting(string name, string reason, string? message = null, Action<V1Container>? change = null, bool init = false)
    {
        _pod.Status.Phase = "Pending";
        return Container(
            name,
            change,
            s =>
            {
                (s.Ready, s.Started) = (false, false);
                s.State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message } };
            },
            init);
    }

    /// <summary>A container that runs and is not ready.</summary>
    public PodBuilder NotReady(string name, Action<V1Container>? change = null) => Container(name, change, s => s.Ready = false);

    public V1Pod Build()
    {
        var ready = _pod.Status.Phase == "Running" && _pod.Status.ContainerStatuses.All(s => s.Ready);
        if (_pod.Status.Conditions.All(c => c.Type != "Ready"))
        {
            _pod.Status.Conditions.Add(new V1PodCondition { Type = "Ready", Status = ready ? "True" : "False" });
        }

        return _pod;
    }

    private static void Crash(V1ContainerStatus status, int exitCode, string reason, int restarts)
    {
        (status.Ready, status.Started, status.RestartCount) = (false, false, restarts);
        status.State = new V1ContainerState
        {
            Waiting = new V1ContainerStateWaiting { Reason = "CrashLoopBackOff", Message = "back-off 2m40s restarting failed container" },
        };
        status.LastState = new V1ContainerState
        {
            Terminated = new V1ContainerStateTerminated
            {
                ExitCode = exitCode,
                Reason = reason,
                StartedAt = RecordedCase.Now.UtcDateTime.AddSeconds(-62),
                FinishedAt = RecordedCase.Now.UtcDateTime.AddSeconds(-60),
            },
        };
    }
}
