using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Containers that start and die. The process runs, and ends or is ended.</summary>
internal static class ContainerFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Containers that start and die",
        "The process runs, and ends or is ended.",
        [
            new(AppError)
            {
                ShownBy = "The container terminated with an exit code other than 0, neither for memory nor by a probe; the log of that run ends with an error or a stack trace.",
                Means = "The program failed by itself. The summary repeats its last error, with the place in its own code where the stack trace names one.",
                ToDo = "Correct what the error names. If it came with a new revision, the change is named; go back with `kubectl rollout undo` until it is mended.",
            },
            new(MissingEnvironment)
            {
                ShownBy = "The log says that an environment variable is missing or empty.",
                Means = "The program demands a variable that the pod's spec does not set, or sets under another name.",
                ToDo = "Set the variable in `env` of the named container, directly or from the ConfigMap or Secret that has it.",
            },
            new(AppConfig)
            {
                ShownBy = "The log says that a setting, an argument or a configuration file is missing or invalid.",
                Means = "The program was started with a configuration that it does not accept.",
                ToDo = "Correct the named setting where the summary says that it is set, and restart the workload if it reads its configuration only once.",
            },
            new(DependencyUnreachable)
            {
                ShownBy = "The log says that a connection was refused, timed out or had no route; the Service, its endpoints, its pods and the NetworkPolicies were looked at.",
                Means = "Something that the program needs does not answer at the named address.",
                ToDo = "If the cluster shows why the dependency is down, mend that. Otherwise check from inside the pod that the address answers.",
            },
            new(DependencyRejected)
            {
                ShownBy = "The log says that a peer refused the user, password, token, protocol or one more connection.",
                Means = "The dependency answers, and does not accept what it is given.",
                ToDo = "Compare the credential or setting that the summary names with what the dependency expects; a rotated password needs a restart of its users.",
            },
            new(DependencyAddressWrong)
            {
                ShownBy = "An environment variable, argument or ConfigMap names a host or port that no Service of the namespace has, and the log shows that the program fails on it.",
                Means = "The configured address leads nowhere; most often it is a misspelt Service name or an old port.",
                ToDo = "Correct the value; the Service that is probably meant is named with it.",
            },
            new(BadCommand)
            {
                ShownBy = "The container could not be started (`StartError`, `ContainerCannotRun`), or its shell ended with 126 or 127.",
                Means = "The command does not exist in the image, is not executable, or is built for another processor.",
                ToDo = "Correct `command` or `args`, or use an image that has the program.",
            },
            new(OOMKilled)
            {
                ShownBy = "The last state's reason is `OOMKilled`, or the exit code is 137 while the container has a memory limit and the kernel's event says so.",
                Means = "The processes of the container used more memory than its limit, so the kernel killed one.",
                ToDo = "Raise the limit if the program needs more, bound its heap below the limit, or look for a leak if the time from start to kill gets shorter with load.",
            },
            new(ExitsZero)
            {
                ShownBy = "The container ends with exit code 0 and is started again, because `restartPolicy` is `Always`.",
                Means = "The program finishes. A Deployment, StatefulSet or DaemonSet is for programs that run on.",
                ToDo = "Run it as a Job or CronJob, or keep the program in the foreground (a daemon that forks away looks like this).",
            },
            new(LivenessKilled)
            {
                ShownBy = "An event says that the container was killed because its liveness or startup probe failed.",
                Means = "The kubelet asked the program whether it lives, got no good answer, and restarted it.",
                ToDo = "Correct the probe's port, path or scheme where the summary shows a mismatch; give a slow start a startup probe; otherwise find out why the program does not answer.",
            },
            new(ReadinessFailing)
            {
                ShownBy = "The container runs and is not ready; events repeat what the readiness probe got. Or all containers are ready, and a readiness gate of the pod is not True.",
                Means = "The program does not say that it can serve, so Services send it nothing and a rollout waits.",
                ToDo = "Correct the probe where it asks the wrong port or path; otherwise mend what the program says about itself.",
            },
            new(PortConflict)
            {
                ShownBy = "The log says that an address is already in use, or two containers of the pod listen on one port.",
                Means = "Two processes of one network namespace want the same port.",
                ToDo = "Give one of them another port.",
            },
            new(PermissionDenied)
            {
                ShownBy = "The kubelet refuses to run the image's user (`runAsNonRoot`), or the log says that a file, port or call is not permitted.",
                Means = "The container's user, its capabilities or a read-only root file system do not allow what the program does.",
                ToDo = "Change the named field of `securityContext`, or the image's user or file ownership (`fsGroup` for volumes).",
            },
            new(VolumePathMismatch)
            {
                ShownBy = "The program asks for a path that no mount covers, or a mount hides what the image has at that path.",
                Means = "The volume is mounted elsewhere than where the program looks.",
                ToDo = "Change `mountPath` (or `subPath`) or the path in the program's configuration; the nearest mount is named.",
            },
            new(SignalTerminated)
            {
                ShownBy = "The container ended with 143 or 137, without a memory kill or a failed probe.",
                Means = "Something outside the program ended it: eviction, preemption, a node's shutdown, a deletion.",
                ToDo = "See who ended it; if it was the node, see the node's conditions.",
            },
            new(InitContainerFailing)
            {
                ShownBy = "An init container ends with an error, so that the pod's containers never start.",
                Means = "The preparation fails; the pod waits for it for ever.",
                ToDo = "Mend what the init container's log says.",
            },
            new(InitContainerWaiting)
            {
                ShownBy = "An init container has been running for long, and its command or log waits for a host or Service.",
                Means = "The pod waits for something that does not come.",
                ToDo = "Create or mend what it waits for; the summary says whether it exists.",
            },
            new(SidecarFailing)
            {
                ShownBy = "A container beside the application's own one ends or is not ready.",
                Means = "A helper (proxy, agent, log shipper) takes the whole pod out of service.",
                ToDo = "Mend the named container; the application itself runs.",
            },
            new(CrashWithoutLogs)
            {
                ShownBy = "The container ends with an error and wrote nothing.",
                Means = "Only the exit code tells. Silent ends are usual for wrong arguments, missing shared libraries and shells with `set -e`.",
                ToDo = "Run the image's command by hand with its output on the terminal (`kubectl debug --copy-to`), or make the program log to standard output.",
            },
        ]);
}
