namespace ClusterCode.Diagnosis.Gathering.Pods;

/// <summary>
/// Recognises the kubelet's own words where it has no log to give. It has promised success by then, so that they come as if the container had written them, mostly in the
/// moment between two runs, when the older of two logs is removed.
/// </summary>
internal static class KubeletLogErrors
{
    // kubelet, kuberuntime: GetContainerLogs; logs.ReadLogs (twice). The folder is the kubelet's own: a program that cannot open a log of its own says so of another.
    private static readonly string[] Beginnings =
    [
        "unable to retrieve container logs for ",
        "failed to try resolving symlinks in path \"/var/log/pods/",
        "failed to open log file \"/var/log/pods/",
    ];

    /// <summary>True where a log is nothing but such words.</summary>
    public static bool IsAllOf(string log) =>
        Beginnings.Any(beginning => log.StartsWith(beginning, StringComparison.Ordinal)) && !log.AsSpan().Trim().Contains('\n');
}
