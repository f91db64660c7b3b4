using System.Security.Cryptography;
using System.Text;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Failures;

/// <summary>
/// A short text that changes when a workload begins to fail in another way (another revision, container, reason or exit code), and only then:
/// not from restart to restart, nor with the number of replicas. A changed signature diagnoses again.
/// </summary>
internal static class FailureSignature
{
    private static readonly string[] RevisionLabels = ["pod-template-hash", "controller-revision-hash"];

    /// <summary>The signature of a workload's due failures; 12 hex digits.</summary>
    public static string Of(WorkloadSnapshot workload, IReadOnlyList<DetectedFailure> failures)
    {
        var newest = failures
            .Select(failure => (failure, pod: workload.Pods.FirstOrDefault(pod => pod.Metadata.Name == failure.Shows)))
            .OrderByDescending(pair => pair.pod?.Metadata.CreationTimestamp ?? DateTime.MinValue)
            .ThenBy(pair => pair.failure.Shows, StringComparer.Ordinal)
            .First();
        var revision = RevisionLabels
            .Select(label => newest.pod?.Metadata.Labels?.GetValueOrDefault(label))
            .FirstOrDefault(value => value is not null) ?? "";
        var reason = Stable(newest.failure.Reason);
        var bytes = Encoding.UTF8.GetBytes($"{revision}\n{newest.failure.Container}\n{reason}\n{newest.failure.ExitCode}");
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
    }

    /// <summary>The kubelet alternates between an error and its back-off; both mean the same failure.</summary>
    private static string Stable(string reason) => reason switch
    {
        "ImagePullBackOff" or "RegistryUnavailable" or "SignatureValidationFailed" => "ErrImagePull",
        // containerd's and Docker's word for what is RunContainerError until the back-off begins.
        "RunContainerError" or "ContainerCannotRun" => "StartError",
        WaitingReasons.CrashLoopBackOff => "Error",
        _ => reason,
    };
}
