using System.Collections.Frozen;
using ClusterCode.Api.DiagnosisPolicies;

namespace ClusterCode.Operator.Detection;

/// <summary>
/// What the kubelet's waiting reasons mean. Sources: kubernetes pkg/kubelet/images/types.go (images), pkg/kubelet/kuberuntime/kuberuntime_container.go and
/// pkg/kubelet/container/sync_result.go (creation and start). Reasons that are not here (ContainerCreating, PodInitializing) are no failure by themselves.
/// </summary>
internal static class WaitingReasons
{
    public const string CrashLoopBackOff = "CrashLoopBackOff";

    /// <summary>The trigger of each reason.</summary>
    public static FrozenDictionary<string, DiagnosisTrigger> Triggers { get; } = new Dictionary<string, DiagnosisTrigger>
    {
        [CrashLoopBackOff] = DiagnosisTrigger.CrashLoopBackOff,
        ["ErrImagePull"] = DiagnosisTrigger.ImagePullBackOff,
        ["ImagePullBackOff"] = DiagnosisTrigger.ImagePullBackOff,
        ["InvalidImageName"] = DiagnosisTrigger.ImagePullBackOff,
        ["ErrImageNeverPull"] = DiagnosisTrigger.ImagePullBackOff,
        ["ImageInspectError"] = DiagnosisTrigger.ImagePullBackOff,
        ["RegistryUnavailable"] = DiagnosisTrigger.ImagePullBackOff,
        ["SignatureValidationFailed"] = DiagnosisTrigger.ImagePullBackOff,
        ["CreateContainerConfigError"] = DiagnosisTrigger.CreateContainerConfigError,
        ["CreateContainerError"] = DiagnosisTrigger.CreateContainerError,
        ["RunContainerError"] = DiagnosisTrigger.CreateContainerError,
        ["PreCreateHookError"] = DiagnosisTrigger.CreateContainerError,
        ["PreStartHookError"] = DiagnosisTrigger.CreateContainerError,
        ["PostStartHookError"] = DiagnosisTrigger.CreateContainerError,
    }.ToFrozenDictionary();
}
