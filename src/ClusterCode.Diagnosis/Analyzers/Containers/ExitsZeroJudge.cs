using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process ends well, again and again, in a pod that is meant to run on.</summary>
internal sealed class ExitsZeroJudge : IFailureJudge
{
    // Base images whose default command is a shell, which ends at once without a terminal.
    private static readonly HashSet<string> ShellImages = new(StringComparer.Ordinal) { "alpine", "busybox", "bash", "debian", "ubuntu", "fedora", "centos", "rockylinux", "amazonlinux", "archlinux" };

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode != 0 || !failure.Container.IsMeantToRunOn(failure.Pod.Pod))
            return null;

        var spec = failure.Container.Spec;
        var repository = (spec.Image ?? "").Split('@')[0].Split('/')[^1].Split(':')[0];
        var isBareShell = spec.Command is not { Count: > 0 } && spec.Args is not { Count: > 0 } && ShellImages.Contains(repository);
        var what = isBareShell
            ? $"image {spec.Image} only starts a shell, which ends without a terminal; give it a command"
            : "run it as a Job, or keep a process in the foreground";
        var log = failure.Log is { Problem: null, IsSilent: false } read ? Cite.Log(read, read.Lines.TakeLast(3)) : null;
        return failure.Finding(
            CauseCategories.ExitsZero,
            Confidence.High,
            $"{failure.Container.Title()} finishes with exit code 0{failure.AfterStart}, and restartPolicy Always starts it again; {what}",
            [log, Cite.Spec(failure.Pod, failure.Container, "command", Command(spec))]) with
        {
            Explanation = "Nothing fails: the process does its work and ends. A Deployment, StatefulSet or DaemonSet restarts it for ever, with growing delays.",
            Remediation =
            [
                new Remediation
                {
                    Title = isBareShell
                        ? $"Which command should {failure.Container.Noun()} run?"
                        : $"Is {failure.Container.Noun()} meant to finish? Then make it a Job or CronJob; otherwise start its server in the foreground",
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }

    private static string Command(k8s.Models.V1Container spec) =>
        (spec.Command ?? []).Concat(spec.Args ?? []).ToList() is { Count: > 0 } words ? string.Join(' ', words) : "absent (the image's own)";
}
