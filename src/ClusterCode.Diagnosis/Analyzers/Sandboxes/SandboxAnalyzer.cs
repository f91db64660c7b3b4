using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Sandboxes;

/// <summary>Judges pods whose sandbox cannot be made: network plugin, addresses, runtime class.</summary>
internal sealed class SandboxAnalyzer : IAnalyzer
{
    /// <summary>One failure may be an accident of the moment.</summary>
    private const int Repeated = 3;

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(IsBare))
        {
            var seen = pod.Events.FirstOrDefault(item => item.Reason is "FailedCreatePodSandBox" or "FailedCreatePodSandbox" or "NetworkNotReady");
            if (seen is null || (seen.Count < Repeated && PodHealth.Of(pod.Pod, file.Now) != PodState.Failing))
                continue;
            var part = seen.Reason == "NetworkNotReady" ? SandboxPart.Network : SandboxMessage.Part(seen.Message);
            if ((part == SandboxPart.RuntimeClass ? RuntimeClass(file, workload, pod, seen) : Finding(workload, pod, seen, part)) is { } finding)
                yield return finding;
        }
    }

    // A container that runs, or has run, has a sandbox.
    private static bool IsBare(PodFacts pod) =>
        pod.Pod.Metadata?.DeletionTimestamp is null
        && pod.Pod.Status?.Phase is null or "Pending"
        && pod.Containers.All(container => container.Status is null || container.Status is { State.Running: null, RestartCount: 0 } && container.LastTermination is null);

    private static FindingDraft Finding(WorkloadFacts workload, PodFacts pod, EventFacts seen, SandboxPart part)
    {
        var node = pod.Pod.Spec?.NodeName;
        var plugin = SandboxMessage.Plugin(seen.Message);
        var network = plugin is null ? "the network plugin (CNI)" : $"network plugin {plugin}";
        var words = SandboxMessage.Words(seen.Message);
        var why = part switch
        {
            SandboxPart.Addresses => $"{network} has no free address{(SandboxMessage.Range(seen.Message) is { } range ? $" in {range}" : "")} for it ({words})",
            SandboxPart.Network => $"{network} fails: {words}",
            SandboxPart.Image => $"the node cannot get the image of the sandbox itself: {words}",
            SandboxPart.Disk => $"the node has no space left: {words}",
            SandboxPart.Memory => $"its memory limit is too small for the runtime to start anything: {words}",
            SandboxPart.Node => $"the node has run out of a resource: {words}",
            _ => $"the container runtime says: {words}",
        };
        return Draft(workload, pod, $"No sandbox can be made for {workload.Reference.Kind} {workload.Reference.Name} on node {node}: {why}", $"{part} {plugin} {words}", Cite.Event(seen)) with
        {
            Remediation =
            [
                new Remediation
                {
                    Title = part switch
                    {
                        SandboxPart.Addresses => "Which pods hold the addresses? Free some, or give the network a larger range",
                        SandboxPart.Network => $"Does the pod of {network} run on node {node}, and is its configuration there?",
                        SandboxPart.Memory => "How much memory does it need? Raise the limit",
                        _ => $"Look at node {node}: its conditions, and the log of its container runtime",
                    },
                    Command = part is SandboxPart.Network or SandboxPart.Addresses ? "kubectl get pods -n kube-system -o wide" : null,
                    Risk = RemediationRisk.Low,
                },
            ],
        };
    }

    private static FindingDraft? RuntimeClass(CaseFile file, WorkloadFacts workload, PodFacts pod, EventFacts seen)
    {
        var name = pod.Pod.Spec?.RuntimeClassName ?? SandboxMessage.Runtime(seen.Message) ?? "";
        if (file.Facts.List<V1RuntimeClass>(null) is not { } classes)
            return null;
        var found = classes.Value?.FirstOrDefault(item => item.Metadata?.Name == name);
        var names = (classes.Value ?? []).Select(item => item.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        var near = NearMiss.Best(name, names);
        var owner = $"{workload.Reference.Kind} {workload.Reference.Name}";
        var handler = found?.Handler ?? SandboxMessage.Runtime(seen.Message);
        var isMissing = classes.IsFound ? found is null : seen.Message.Contains("not found", StringComparison.Ordinal);
        var title = isMissing
            ? $"RuntimeClass {Wording.Clip(name, 100)}, which {owner} asks for (runtimeClassName), does not exist{(near is not null ? $"; {near} does" : names.Count > 0 ? $"; the cluster has {Wording.List(names)}" : classes.IsFound ? "; the cluster has none" : "")}"
            : $"The container runtime of node {pod.Pod.Spec?.NodeName} has no handler {Wording.Clip(handler, 100)}, which RuntimeClass {Wording.Clip(name, 100)} of {owner} asks for";
        return Draft(workload, pod, title, $"runtime class {name}", Cite.Event(seen)) with
        {
            Remediation =
            [
                new Remediation
                {
                    Title = isMissing
                        ? near is null ? $"Which RuntimeClass should {owner} have? Create it, or leave runtimeClassName out" : $"Is RuntimeClass {near} meant? Correct runtimeClassName"
                        : "Should the pod run on nodes that have this runtime? Give the RuntimeClass a nodeSelector for them, or install the handler",
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }

    private static FindingDraft Draft(WorkloadFacts workload, PodFacts pod, string title, string says, EvidenceDraft evidence) => new()
    {
        Category = CauseCategories.SandboxFailed,
        Severity = Severity.Critical,
        Confidence = Confidence.High,
        Title = title,
        Resource = workload.Reference,
        Pod = pod.Name,
        NormalizedMessage = LogDigest.Normalize(says),
        Explanation = "The sandbox is what a pod's containers share: its network and its namespaces. Without it none of them is created.",
        Evidence = [evidence, Cite.Spec(pod, "runtimeClassName", pod.Pod.Spec?.RuntimeClassName ?? "absent")],
    };
}
