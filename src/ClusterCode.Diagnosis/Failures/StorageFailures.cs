using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Storage. A claim has no volume, or a volume does not serve.</summary>
internal static class StorageFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Storage",
        "A claim has no volume, or a volume does not serve.",
        [
            new(StorageClassMissing)
            {
                ShownBy = "The claim's class does not exist.",
                Means = "Nobody provisions the volume.",
                ToDo = "Correct the class; those that exist are named.",
            },
            new(NoDefaultStorageClass)
            {
                ShownBy = "The claim names no class, and the cluster has no default one.",
                Means = "Nobody provisions the volume.",
                ToDo = "Name a class, or mark one as default.",
            },
            new(NoMatchingVolume)
            {
                ShownBy = "The claim is compared with every available volume.",
                Means = "No volume has the size, access mode, class and labels that the claim asks for.",
                ToDo = "Make such a volume, or ask for what exists; the nearest one is named.",
            },
            new(ProvisioningFailed)
            {
                ShownBy = "Events say `ProvisioningFailed`.",
                Means = "The provisioner tried and failed.",
                ToDo = "Mend what it says.",
            },
            new(WaitForFirstConsumer)
            {
                ShownBy = "The class binds when a pod uses the claim.",
                Means = "By itself this is no failure; the pod that would use the claim does not come up.",
                ToDo = "Mend what keeps the pod from being scheduled.",
            },
            new(ClaimLost)
            {
                ShownBy = "The claim's phase is `Lost`.",
                Means = "Its volume is gone, and the data with it.",
                ToDo = "Restore the volume from a backup, and make a new claim.",
            },
            new(VolumeFull)
            {
                ShownBy = "The log or an event says that no space is left.",
                Means = "The volume, or the node's disk behind an emptyDir, is full.",
                ToDo = "Free space, or grow the claim if its class allows it.",
            },
            new(ResizePending)
            {
                ShownBy = "The claim's conditions say that a resize waits.",
                Means = "The volume is not grown yet; some drivers need the pod to restart.",
                ToDo = "Restart the pod, or see the driver's words.",
            },
            new(AccessModeConflict)
            {
                ShownBy = "A volume for one node or pod is wanted by several.",
                Means = "The access mode does not allow what the pods do.",
                ToDo = "Use `ReadWriteMany` where the storage has it, or one pod.",
            },
            new(ReadOnlyFilesystem)
            {
                ShownBy = "The log says that the file system is read-only.",
                Means = "A mount or the root file system is read-only, or the kernel made it so after an error.",
                ToDo = "Mount an emptyDir where the program writes, or drop `readOnly`.",
            },
        ]);
}
