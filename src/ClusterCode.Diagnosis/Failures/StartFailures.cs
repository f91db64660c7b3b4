using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Containers that never start. The kubelet cannot make the container.</summary>
internal static class StartFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Containers that never start",
        "The kubelet cannot make the container.",
        [
            new(ImageNotFound)
            {
                ShownBy = "The pull fails: the registry has no such repository.",
                Means = "The image's name is wrong, or it was never pushed, or the registry hides what it does not let you see.",
                ToDo = "Correct the name; the summary names the image that the previous revision ran, if there was one.",
            },
            new(ImageTagNotFound)
            {
                ShownBy = "The pull fails: the repository has no such tag or digest.",
                Means = "The tag is misspelt, was deleted, or is not pushed yet.",
                ToDo = "Use a tag that exists; the previous revision's is named where known.",
            },
            new(ImageAuthFailed)
            {
                ShownBy = "The pull fails: the registry asks for credentials, or refuses those it is given.",
                Means = "`imagePullSecrets` are missing, do not exist, or are not for this registry.",
                ToDo = "Create the pull secret and name it in the pod's spec or its service account.",
            },
            new(ImageRegistryUnreachable)
            {
                ShownBy = "The pull fails: no connection, no such host, a certificate that is not trusted.",
                Means = "The node cannot reach the registry.",
                ToDo = "Check the registry's name, the node's DNS and proxy, and the registry's certificate.",
            },
            new(ImageInvalidName)
            {
                ShownBy = "The waiting reason is `InvalidImageName`.",
                Means = "The image reference cannot be parsed, most often because of upper case letters or an empty variable of a template.",
                ToDo = "Correct the reference.",
            },
            new(ImageRateLimited)
            {
                ShownBy = "The pull fails: too many requests.",
                Means = "The registry limits pulls for this account or address.",
                ToDo = "Pull with an account, or from a mirror.",
            },
            new(ImagePlatformMismatch)
            {
                ShownBy = "The pull finds no variant for the node's platform, or the process fails with `exec format error`.",
                Means = "The image is built for another processor or system.",
                ToDo = "Build the image for the node's platform, or select nodes that fit.",
            },
            new(ImageNeverPull)
            {
                ShownBy = "The waiting reason is `ErrImageNeverPull`.",
                Means = "`imagePullPolicy` is `Never`, and the node does not have the image.",
                ToDo = "Load the image on the node, or change the policy.",
            },
            new(MissingConfigMap)
            {
                ShownBy = "The container or a volume refers to a ConfigMap that does not exist and is not optional.",
                Means = "The pod cannot start without it.",
                ToDo = "Create the ConfigMap, or correct the name; a name that nearly matches is given.",
            },
            new(MissingConfigMapKey)
            {
                ShownBy = "A variable or volume item refers to a key that its ConfigMap does not have.",
                Means = "The ConfigMap exists, the key does not.",
                ToDo = "Add the key, or refer to the one that is meant.",
            },
            new(MissingSecret)
            {
                ShownBy = "The container or a volume refers to a Secret that does not exist and is not optional.",
                Means = "The pod cannot start without it.",
                ToDo = "Create the Secret, or correct the name.",
            },
            new(MissingSecretKey)
            {
                ShownBy = "A variable or volume item refers to a key that its Secret does not have.",
                Means = "The Secret exists, the key does not.",
                ToDo = "Add the key, or refer to the one that is meant.",
            },
            new(MissingServiceAccount)
            {
                ShownBy = "The controller cannot create pods: its service account does not exist.",
                Means = "No pod exists at all, because admission refuses them.",
                ToDo = "Create the service account, or correct `serviceAccountName`.",
            },
            new(MissingVolumeClaim)
            {
                ShownBy = "The pod mounts a PersistentVolumeClaim that does not exist.",
                Means = "The pod cannot be scheduled.",
                ToDo = "Create the claim, or correct `claimName`.",
            },
            new(VolumeMountFailed)
            {
                ShownBy = "Events say `FailedMount`.",
                Means = "The kubelet cannot mount a volume on the node.",
                ToDo = "Mend what the event names: the server's address, the share, the file system, the driver.",
            },
            new(VolumeAttachFailed)
            {
                ShownBy = "Events say `FailedAttachVolume`.",
                Means = "The volume cannot be attached to the pod's node.",
                ToDo = "See the driver's words; a volume that was deleted outside the cluster cannot be attached any more.",
            },
            new(MultiAttach)
            {
                ShownBy = "Events say that the volume is already used by another node.",
                Means = "A volume for one node is still held by a pod elsewhere, often one of the revision before.",
                ToDo = "Use strategy `Recreate` for such a Deployment, or remove the pod that holds it.",
            },
            new(SandboxFailed)
            {
                ShownBy = "Events say `FailedCreatePodSandBox`.",
                Means = "The container runtime or the network plugin cannot make the pod's sandbox.",
                ToDo = "Mend the named component on the node: network plugin, its address range, runtime class.",
            },
            new(RuntimeHookFailed)
            {
                ShownBy = "`PostStartHookError`, `FailedPostStartHook` or `FailedPreStopHook`.",
                Means = "A lifecycle hook of the container fails, and the kubelet kills the container for it.",
                ToDo = "Correct the hook's command or address.",
            },
        ]);
}
