using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Causes;

/// <summary>Which kinds of findings are symptoms of which others. Data: read from top to bottom, the first cause that is found counts.</summary>
internal static class CausalRelations
{
    /// <summary>Why a container may be dead, told more exactly than by its exit code.</summary>
    private static readonly string[] Deaths =
    [
        OOMKilled, LivenessKilled, Evicted, PriorityPreempted, BadCommand, MissingEnvironment, AppConfig, PortConflict, PermissionDenied, ReadOnlyFilesystem,
        VolumePathMismatch, VolumeFull, DependencyUnreachable, DependencyRejected, DependencyAddressWrong, ServiceMissing, DnsConfigBroken, NetworkPolicyBlocks, RbacDenied, CertificateExpired, UntrustedCertificate,
        CloudIdentityDenied, ServiceAccountTokenMissing, JobScriptError, ImagePlatformMismatch,
    ];

    /// <summary>Why a container never starts.</summary>
    private static readonly string[] NeverStarts =
    [
        MissingConfigMap, MissingConfigMapKey, MissingSecret, MissingSecretKey, ImageNotFound, ImageTagNotFound, ImageAuthFailed, ImageRegistryUnreachable,
        ImageInvalidName, ImageRateLimited, ImagePlatformMismatch, ImageNeverPull, RuntimeHookFailed,
    ];

    /// <summary>Why a claim has no volume.</summary>
    private static readonly string[] Volumes =
    [
        MissingVolumeClaim, StorageClassMissing, NoDefaultStorageClass, NoMatchingVolume, ProvisioningFailed, ClaimLost, AccessModeConflict, MissingSecret, MissingConfigMap,
        MissingSecretKey, MissingConfigMapKey,
    ];

    /// <summary>Why a pod has no node.</summary>
    private static readonly string[] Unscheduled =
    [
        InsufficientCpu, InsufficientMemory, InsufficientExtendedResource, InsufficientPods, NodeSelectorMismatch, NodeAffinityMismatch, PodAffinityUnsatisfied,
        AntiAffinityUnsatisfied, TopologySpreadUnsatisfied, TaintNotTolerated, NodeCordoned, HostPortConflict, SchedulingGated, SchedulerMissing,
    ];

    /// <summary>All relations.</summary>
    public static IReadOnlyList<CausalRelation> All { get; } =
    [
        // The exit code and the signal are how a death looks; the kernel, a probe or the process itself say why.
        new(AppError, CauseScope.Container, Deaths),
        new(CrashWithoutLogs, CauseScope.Container, Deaths),
        new(CrashWithoutLogs, CauseScope.Container, AppError),
        new(SignalTerminated, CauseScope.Container, Deaths),
        new(ExitsZero, CauseScope.Container, OOMKilled, LivenessKilled),

        // A process that dies, is held back, or says why it cannot work, does not answer its probes.
        new(LivenessKilled, CauseScope.Container, CpuThrottled, OOMKilled, PortConflict, DependencyUnreachable, DependencyRejected, DependencyAddressWrong, ServiceMissing, DnsConfigBroken, NetworkPolicyBlocks, MissingEnvironment, AppConfig),
        new(ReadinessFailing, CauseScope.Container, [CpuThrottled, .. Deaths, AppError, CrashWithoutLogs, SignalTerminated, ExitsZero]),

        // Containers that come after, and containers as a whole.
        new(InitContainerFailing, CauseScope.Container),
        new(InitContainerWaiting, CauseScope.Container),
        new(SidecarFailing, CauseScope.Container),
        new(LogErrors, CauseScope.Container),

        // Volumes and scheduling.
        new(VolumeMountFailed, CauseScope.Pod, Volumes),
        new(VolumeAttachFailed, CauseScope.Pod, [.. Volumes, MultiAttach]),
        new(VolumeNodeConflict, CauseScope.Pod, Volumes),
        new(WaitForFirstConsumer, CauseScope.Workload, Unscheduled),

        // What is seen at the workload is what happens in its pods.
        new(JobFailed, CauseScope.Workload, [.. Deaths, .. NeverStarts, .. Volumes, .. Unscheduled]),
        new(JobFailed, CauseScope.Workload),
        new(RolloutStuck, CauseScope.Workload),
        new(ServiceWithoutReadyPods, CauseScope.Workload),
        new(Unknown, CauseScope.Workload),
    ];

    /// <summary>A state that somebody wanted: by itself only worth knowing, but a cause for what depends on the workload.</summary>
    public static bool IsIntended(string category) => category is ScaledToZero or Paused or Suspended;

    /// <summary>
    /// How much a category says by itself: of two causes that are alike otherwise the more telling one is named. What is not listed says what is wrong and counts fully.
    /// </summary>
    public static int Specificity(string category) => category switch
    {
        Unknown => 0,
        CrashWithoutLogs or SignalTerminated or LogErrors => 1,
        AppError or JobFailed or RolloutStuck or InitContainerFailing or SidecarFailing or ReadinessFailing or ServiceWithoutReadyPods => 2,
        ExitsZero or InitContainerWaiting or LivenessKilled => 3,
        _ => 4,
    };
}
