using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>The fields of a pod template that are compared, and which of them may explain which failures.</summary>
internal static class TemplateFields
{
    public const string Image = "image";
    public const string Command = "command";
    public const string Env = "env";
    public const string Resources = "resources";
    public const string Probe = "probe";
    public const string Ports = "ports";
    public const string Mounts = "mounts";
    public const string Security = "securityContext";
    public const string NodeChoice = "scheduling";
    public const string ServiceAccount = "serviceAccount";
    public const string ContainerSet = "containers";

    private static readonly string[] OfProcess = [Image, Command, Env, Mounts, Security, Resources, ServiceAccount, ContainerSet, Ports];

    private static readonly Dictionary<string, string[]> ByCategory = new(StringComparer.Ordinal)
    {
        [ImageNotFound] = [Image],
        [ImageTagNotFound] = [Image],
        [ImageAuthFailed] = [Image, ServiceAccount],
        [ImageRegistryUnreachable] = [Image],
        [ImageInvalidName] = [Image],
        [ImageRateLimited] = [Image],
        [ImagePlatformMismatch] = [Image, NodeChoice],
        [ImageNeverPull] = [Image],
        [MissingConfigMap] = [Env, Mounts],
        [MissingConfigMapKey] = [Env, Mounts],
        [MissingSecret] = [Env, Mounts],
        [MissingSecretKey] = [Env, Mounts],
        [MissingVolumeClaim] = [Mounts],
        [VolumeMountFailed] = [Mounts],
        [MissingServiceAccount] = [ServiceAccount],
        [RbacDenied] = [ServiceAccount, Image],
        [OOMKilled] = [Resources, Image, Env, Command],
        [BadCommand] = [Command, Image, Mounts],
        [MissingEnvironment] = [Env, Image, Command],
        [PermissionDenied] = [Security, Image, Mounts, Command],
        [ReadOnlyFilesystem] = [Security, Image, Mounts, Command],
        [VolumePathMismatch] = [Mounts, Image, Command, Env],
        [PortConflict] = [Ports, Env, Command, Image, ContainerSet],
        [LivenessKilled] = [Probe, Ports, Image, Command, Env, Resources],
        [ReadinessFailing] = [Probe, Ports, Image, Command, Env, Resources],
        [InsufficientCpu] = [Resources],
        [InsufficientMemory] = [Resources],
        [InsufficientExtendedResource] = [Resources],
        [NodeSelectorMismatch] = [NodeChoice],
        [NodeAffinityMismatch] = [NodeChoice],
        [PodAffinityUnsatisfied] = [NodeChoice],
        [AntiAffinityUnsatisfied] = [NodeChoice],
        [TopologySpreadUnsatisfied] = [NodeChoice],
        [TaintNotTolerated] = [NodeChoice],
        [SchedulerMissing] = [NodeChoice],
        [HostPortConflict] = [Ports, NodeChoice],
        [QuotaExceeded] = [Resources, ContainerSet],
        [QuotaRequiresResources] = [Resources, ContainerSet],
        [LimitRangeViolated] = [Resources, ContainerSet],
        [PodSecurityViolation] = [Security, Mounts, Ports, ContainerSet, NodeChoice],
        [AdmissionDenied] = [Image, Security, Resources, ContainerSet, Mounts, ServiceAccount, NodeChoice],
        [RolloutStuck] = [Image, Command, Env, Probe, Resources, Ports, Mounts, Security, NodeChoice, ServiceAccount, ContainerSet],
    };

    /// <summary>The fields whose change may explain a finding of the category, the likeliest first.</summary>
    public static IReadOnlyList<string> That(string category) => ByCategory.GetValueOrDefault(category, OfProcess);
}
