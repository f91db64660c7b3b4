using System.Text.Json.Serialization;

namespace ClusterCode.Api.DiagnosisPolicies;

/// <summary>A kind of failure that a policy reacts to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DiagnosisTrigger>))]
public enum DiagnosisTrigger
{
    /// <summary>A container keeps ending and being restarted, whether or not the kubelet waits at the moment.</summary>
    CrashLoopBackOff,

    /// <summary>An image cannot be pulled: ErrImagePull, ImagePullBackOff, InvalidImageName, ErrImageNeverPull and their like.</summary>
    ImagePullBackOff,

    /// <summary>A container cannot be configured: a ConfigMap, Secret or key is missing, or its user is not allowed.</summary>
    CreateContainerConfigError,

    /// <summary>A container cannot be created or started: CreateContainerError, RunContainerError, StartError.</summary>
    CreateContainerError,

    /// <summary>A container was killed for using more memory than its limit.</summary>
    OOMKilled,

    /// <summary>The scheduler finds no node for a pod.</summary>
    Unschedulable,

    /// <summary>A running container does not become, or stay, ready.</summary>
    ProbeFailing,

    /// <summary>A Job failed for good.</summary>
    JobFailed,

    /// <summary>A Deployment cannot create its pods: a quota, an admission policy or a missing service account forbids it.</summary>
    ReplicaFailure,
}
