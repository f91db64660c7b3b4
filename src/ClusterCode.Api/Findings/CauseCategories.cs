namespace ClusterCode.Api.Findings;

/// <summary>
/// The values of <c>rootCause.category</c> and <c>findings[].category</c>: one word per kind of cause. They are part of the contract:
/// notifications and scripts match on them, so a name never changes its meaning. The list is a floor; later versions add to it.
/// </summary>
public static class CauseCategories
{
    // Nothing to name.

    /// <summary>Nothing is wrong.</summary>
    public const string Healthy = "Healthy";

    /// <summary>Something fails, and no analyzer knows why.</summary>
    public const string Unknown = "Unknown";

    // Containers that start and die.

    /// <summary>The process ends with an error of its own.</summary>
    public const string AppError = "AppError";

    /// <summary>The process says that an environment variable is missing.</summary>
    public const string MissingEnvironment = "MissingEnvironment";

    /// <summary>The process says that a setting, argument or configuration file is missing or invalid.</summary>
    public const string AppConfig = "AppConfig";

    /// <summary>The process cannot connect to something that it needs.</summary>
    public const string DependencyUnreachable = "DependencyUnreachable";

    /// <summary>Something that the process needs answers, and refuses it.</summary>
    public const string DependencyRejected = "DependencyRejected";

    /// <summary>A configured host or port belongs to no Service.</summary>
    public const string DependencyAddressWrong = "DependencyAddressWrong";

    /// <summary>The container's command cannot be run.</summary>
    public const string BadCommand = "BadCommand";

    /// <summary>The kernel kills the process at its memory limit, or the node runs out of memory.</summary>
    public const string OOMKilled = "OOMKilled";

    /// <summary>The process finishes although it is meant to run on.</summary>
    public const string ExitsZero = "ExitsZero";

    /// <summary>The kubelet kills the container because its liveness or startup probe fails.</summary>
    public const string LivenessKilled = "LivenessKilled";

    /// <summary>The container runs, and its readiness probe fails.</summary>
    public const string ReadinessFailing = "ReadinessFailing";

    /// <summary>The port that the process binds is taken.</summary>
    public const string PortConflict = "PortConflict";

    /// <summary>The process's user, capabilities or file system do not let it do what it does.</summary>
    public const string PermissionDenied = "PermissionDenied";

    /// <summary>The process reads a path that no mount covers, or a mount hides what the image has there.</summary>
    public const string VolumePathMismatch = "VolumePathMismatch";

    /// <summary>A signal from outside ends the process: eviction, preemption, node shutdown.</summary>
    public const string SignalTerminated = "SignalTerminated";

    /// <summary>An init container fails, so the pod's containers never start.</summary>
    public const string InitContainerFailing = "InitContainerFailing";

    /// <summary>An init container waits for something that does not come.</summary>
    public const string InitContainerWaiting = "InitContainerWaiting";

    /// <summary>A sidecar takes the pod down.</summary>
    public const string SidecarFailing = "SidecarFailing";

    /// <summary>The process ends with an error and writes nothing.</summary>
    public const string CrashWithoutLogs = "CrashWithoutLogs";

    // Containers that never start.

    /// <summary>The registry has no such repository.</summary>
    public const string ImageNotFound = "ImageNotFound";

    /// <summary>The repository has no such tag or digest.</summary>
    public const string ImageTagNotFound = "ImageTagNotFound";

    /// <summary>The registry does not let the node pull the image.</summary>
    public const string ImageAuthFailed = "ImageAuthFailed";

    /// <summary>The node cannot reach the registry.</summary>
    public const string ImageRegistryUnreachable = "ImageRegistryUnreachable";

    /// <summary>The image's name cannot be parsed.</summary>
    public const string ImageInvalidName = "ImageInvalidName";

    /// <summary>The registry answers that too many images were pulled.</summary>
    public const string ImageRateLimited = "ImageRateLimited";

    /// <summary>The image has no variant for the node's platform.</summary>
    public const string ImagePlatformMismatch = "ImagePlatformMismatch";

    /// <summary>The node does not have the image, and imagePullPolicy is Never.</summary>
    public const string ImageNeverPull = "ImageNeverPull";

    /// <summary>A ConfigMap that the pod needs does not exist.</summary>
    public const string MissingConfigMap = "MissingConfigMap";

    /// <summary>A ConfigMap lacks a key that the pod needs.</summary>
    public const string MissingConfigMapKey = "MissingConfigMapKey";

    /// <summary>A Secret that the pod needs does not exist.</summary>
    public const string MissingSecret = "MissingSecret";

    /// <summary>A Secret lacks a key that the pod needs.</summary>
    public const string MissingSecretKey = "MissingSecretKey";

    /// <summary>The pod's service account does not exist.</summary>
    public const string MissingServiceAccount = "MissingServiceAccount";

    /// <summary>A claim that the pod mounts does not exist.</summary>
    public const string MissingVolumeClaim = "MissingVolumeClaim";

    /// <summary>The kubelet cannot mount a volume.</summary>
    public const string VolumeMountFailed = "VolumeMountFailed";

    /// <summary>A volume cannot be attached to the node.</summary>
    public const string VolumeAttachFailed = "VolumeAttachFailed";

    /// <summary>A volume is still attached to another node.</summary>
    public const string MultiAttach = "MultiAttach";

    /// <summary>The pod's sandbox cannot be made: network plugin, addresses, runtime class.</summary>
    public const string SandboxFailed = "SandboxFailed";

    /// <summary>A postStart or preStop hook fails.</summary>
    public const string RuntimeHookFailed = "RuntimeHookFailed";

    // Pods that are not scheduled.

    /// <summary>No node has enough CPU free.</summary>
    public const string InsufficientCpu = "InsufficientCpu";

    /// <summary>No node has enough memory free.</summary>
    public const string InsufficientMemory = "InsufficientMemory";

    /// <summary>No node has enough of another resource (GPU, ephemeral storage, huge pages) free.</summary>
    public const string InsufficientExtendedResource = "InsufficientExtendedResource";

    /// <summary>Every node holds as many pods as it may.</summary>
    public const string InsufficientPods = "InsufficientPods";

    /// <summary>No node carries the labels of spec.nodeSelector.</summary>
    public const string NodeSelectorMismatch = "NodeSelectorMismatch";

    /// <summary>No node satisfies the required node affinity.</summary>
    public const string NodeAffinityMismatch = "NodeAffinityMismatch";

    /// <summary>No node runs a pod that the required pod affinity asks for.</summary>
    public const string PodAffinityUnsatisfied = "PodAffinityUnsatisfied";

    /// <summary>Every node runs a pod that the required anti-affinity avoids.</summary>
    public const string AntiAffinityUnsatisfied = "AntiAffinityUnsatisfied";

    /// <summary>No node keeps the required topology spread.</summary>
    public const string TopologySpreadUnsatisfied = "TopologySpreadUnsatisfied";

    /// <summary>Every node that would fit has a taint that the pod does not tolerate.</summary>
    public const string TaintNotTolerated = "TaintNotTolerated";

    /// <summary>Every node that would fit is cordoned.</summary>
    public const string NodeCordoned = "NodeCordoned";

    /// <summary>Every node that would fit is not ready, or the pod's node is not.</summary>
    public const string NodeNotReady = "NodeNotReady";

    /// <summary>The hostPort is taken on every node.</summary>
    public const string HostPortConflict = "HostPortConflict";

    /// <summary>The pod's volume can be used only on nodes where the pod cannot run.</summary>
    public const string VolumeNodeConflict = "VolumeNodeConflict";

    /// <summary>A scheduling gate holds the pod back.</summary>
    public const string SchedulingGated = "SchedulingGated";

    /// <summary>A pod of higher priority pushed this one out.</summary>
    public const string PriorityPreempted = "PriorityPreempted";

    /// <summary>No scheduler of the pod's schedulerName runs.</summary>
    public const string SchedulerMissing = "SchedulerMissing";

    // Nothing was even created.

    /// <summary>A ResourceQuota leaves no room for the pod.</summary>
    public const string QuotaExceeded = "QuotaExceeded";

    /// <summary>A ResourceQuota demands requests or limits that the pod does not state.</summary>
    public const string QuotaRequiresResources = "QuotaRequiresResources";

    /// <summary>The pod's resources are outside a LimitRange.</summary>
    public const string LimitRangeViolated = "LimitRangeViolated";

    /// <summary>An admission policy or webhook rejects the pod.</summary>
    public const string AdmissionDenied = "AdmissionDenied";

    /// <summary>Pod Security admission rejects the pod.</summary>
    public const string PodSecurityViolation = "PodSecurityViolation";

    /// <summary>An admission webhook cannot be reached, and it must answer.</summary>
    public const string WebhookUnavailable = "WebhookUnavailable";

    /// <summary>The workload is scaled to no replicas.</summary>
    public const string ScaledToZero = "ScaledToZero";

    /// <summary>The rollout is paused.</summary>
    public const string Paused = "Paused";

    /// <summary>The Job or CronJob is suspended.</summary>
    public const string Suspended = "Suspended";

    /// <summary>The new revision makes no progress.</summary>
    public const string RolloutStuck = "RolloutStuck";

    // Jobs and CronJobs.

    /// <summary>The Job has failed for good.</summary>
    public const string JobFailed = "JobFailed";

    /// <summary>The CronJob starts no Jobs.</summary>
    public const string CronJobNotScheduling = "CronJobNotScheduling";

    /// <summary>The shell cannot parse the Job's script.</summary>
    public const string JobScriptError = "JobScriptError";

    // Services, routes, names.

    /// <summary>The Service's selector matches no pod.</summary>
    public const string ServiceSelectorMismatch = "ServiceSelectorMismatch";

    /// <summary>The Service has neither a selector nor endpoints.</summary>
    public const string ServiceWithoutSelector = "ServiceWithoutSelector";

    /// <summary>The Service sends to a port on which no container listens.</summary>
    public const string ServicePortMismatch = "ServicePortMismatch";

    /// <summary>The Service and its pods speak different protocols.</summary>
    public const string ServiceProtocolMismatch = "ServiceProtocolMismatch";

    /// <summary>A route sends a host or path to the wrong Service.</summary>
    public const string RouteMismatch = "RouteMismatch";

    /// <summary>None of the Service's pods is ready.</summary>
    public const string ServiceWithoutReadyPods = "ServiceWithoutReadyPods";

    /// <summary>A Service that workloads refer to does not exist.</summary>
    public const string ServiceMissing = "ServiceMissing";

    /// <summary>The Ingress's class does not exist.</summary>
    public const string IngressClassMissing = "IngressClassMissing";

    /// <summary>The Ingress's backend Service or port does not exist.</summary>
    public const string IngressBackendMissing = "IngressBackendMissing";

    /// <summary>The Ingress's TLS Secret does not exist.</summary>
    public const string IngressTlsSecretMissing = "IngressTlsSecretMissing";

    /// <summary>The Ingress's certificate has expired.</summary>
    public const string IngressTlsExpired = "IngressTlsExpired";

    /// <summary>The Gateway does not accept the route.</summary>
    public const string GatewayRouteRejected = "GatewayRouteRejected";

    /// <summary>A NetworkPolicy blocks the connection.</summary>
    public const string NetworkPolicyBlocks = "NetworkPolicyBlocks";

    /// <summary>The pod's or the cluster's DNS is configured wrongly or is down.</summary>
    public const string DnsConfigBroken = "DnsConfigBroken";

    /// <summary>The load balancer gets no address.</summary>
    public const string LoadBalancerPending = "LoadBalancerPending";

    /// <summary>EndpointSlices do not follow the pods.</summary>
    public const string EndpointSliceStale = "EndpointSliceStale";

    // Storage.

    /// <summary>The claim's StorageClass does not exist.</summary>
    public const string StorageClassMissing = "StorageClassMissing";

    /// <summary>The claim names no StorageClass, and there is no default one.</summary>
    public const string NoDefaultStorageClass = "NoDefaultStorageClass";

    /// <summary>No PersistentVolume fits the claim.</summary>
    public const string NoMatchingVolume = "NoMatchingVolume";

    /// <summary>The provisioner cannot make the volume.</summary>
    public const string ProvisioningFailed = "ProvisioningFailed";

    /// <summary>The claim waits for its pod to be scheduled.</summary>
    public const string WaitForFirstConsumer = "WaitForFirstConsumer";

    /// <summary>The claim's volume is gone.</summary>
    public const string ClaimLost = "ClaimLost";

    /// <summary>No space is left on the volume.</summary>
    public const string VolumeFull = "VolumeFull";

    /// <summary>The volume's resize does not finish.</summary>
    public const string ResizePending = "ResizePending";

    /// <summary>The volume's access mode does not allow this use.</summary>
    public const string AccessModeConflict = "AccessModeConflict";

    /// <summary>The process writes to a file system that is read-only.</summary>
    public const string ReadOnlyFilesystem = "ReadOnlyFilesystem";

    // Permissions and identity.

    /// <summary>RBAC does not grant the subject what it does.</summary>
    public const string RbacDenied = "RbacDenied";

    /// <summary>The pod has no service account token, and needs one.</summary>
    public const string ServiceAccountTokenMissing = "ServiceAccountTokenMissing";

    /// <summary>A certificate has expired.</summary>
    public const string CertificateExpired = "CertificateExpired";

    /// <summary>A certificate is not trusted.</summary>
    public const string UntrustedCertificate = "UntrustedCertificate";

    /// <summary>The cloud provider denies the workload's identity.</summary>
    public const string CloudIdentityDenied = "CloudIdentityDenied";

    // Scaling, disruption, nodes.

    /// <summary>The autoscaler gets no metrics.</summary>
    public const string HpaMetricsMissing = "HpaMetricsMissing";

    /// <summary>The autoscaler's target does not exist.</summary>
    public const string HpaTargetMissing = "HpaTargetMissing";

    /// <summary>The autoscaler is at its maximum and would scale further.</summary>
    public const string HpaAtMaximum = "HpaAtMaximum";

    /// <summary>A PodDisruptionBudget allows no eviction.</summary>
    public const string PdbBlocksEviction = "PdbBlocksEviction";

    /// <summary>The CPU limit is far below what the process uses.</summary>
    public const string CpuThrottled = "CpuThrottled";

    /// <summary>The node is short of memory.</summary>
    public const string MemoryPressure = "MemoryPressure";

    /// <summary>The node is short of disk space.</summary>
    public const string DiskPressure = "DiskPressure";

    /// <summary>The node is short of process ids.</summary>
    public const string PidPressure = "PidPressure";

    /// <summary>The kubelet evicted the pod.</summary>
    public const string Evicted = "Evicted";

    /// <summary>The node's clock is wrong.</summary>
    public const string NodeClockSkew = "NodeClockSkew";

    /// <summary>An object is being deleted, and something holds it.</summary>
    public const string StuckTerminating = "StuckTerminating";

    /// <summary>The namespace is being deleted.</summary>
    public const string NamespaceTerminating = "NamespaceTerminating";

    // Running but wrong.

    /// <summary>An object of any other kind, such as a custom resource, is not ready by its own conditions.</summary>
    public const string ResourceNotReady = "ResourceNotReady";

    /// <summary>The logs of a running workload show what is wrong.</summary>
    public const string LogErrors = "LogErrors";
}
