using System.Globalization;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Analyzers.Services;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Objects;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>What is said of a target that does not fail.</summary>
internal static class HealthSummary
{
    /// <summary>One sentence, such as <c>Healthy: 3 of 3 pods ready, no restarts in 24h</c>.</summary>
    public static string Of(CaseFile file)
    {
        if (Starting(file) is { } starting)
        {
            return starting;
        }

        if (file.Workloads.All(w => w.IsFollowed) && file.Objects.FirstOrDefault(o => !o.IsFollowed) is { } asked)
        {
            return OfObject(file, asked) ?? $"Healthy: nothing is wrong with {asked.Reference}";
        }

        if (!file.IsNamespaceWide && file.Objects.FirstOrDefault(o => !o.IsFollowed) is { } used)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"Healthy: nothing is wrong with {used.Reference}, and {file.Workloads.Sum(w => w.ReadyPodCount)} of {file.Workloads.Sum(Wanted)} pods that use it are ready");
        }

        if (file.Workloads is [{ Job: not null } only])
        {
            return $"Healthy: {OfJob(only)}";
        }

        var (ready, wanted) = (file.Workloads.Sum(w => w.ReadyPodCount), file.Workloads.Sum(Wanted));
        var restarts = file.Workloads.Sum(w => w.RestartsInLastDay);
        var counted = file.Workloads.Count > 1 ? $"{Wording.Count(file.Workloads.Count, "workload")}, " : "";
        return (file.Workloads, wanted) switch
        {
            ([], _) => "Healthy: the namespace has no workloads",
            ([{ DesiredReplicas: 0, Controller: V1DaemonSet } set], _) => $"Healthy: no node matches {OfSelector(set)}, so DaemonSet {set.Reference.Name} runs no pod",
            ([{ DesiredReplicas: 0 } scaled], _) => $"Healthy: {scaled.Reference.Kind} {scaled.Reference.Name} is scaled to 0 replicas, so no pod runs",
            ([{ PodCount: 0 } idle], _) => $"Healthy: {idle.Reference.Kind} {idle.Reference.Name} has no pods at the moment and asks for none",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"Healthy: {counted}{ready} of {wanted} pods ready, {(restarts == 0 ? "no restarts" : Wording.Count(restarts, "restart"))} in 24h"),
        };
    }

    private static string? OfObject(CaseFile file, CaseObject asked) => asked.Value switch
    {
        V1Service service => ServiceHealth.Of(file, service),
        V1Ingress ingress => ServiceHealth.Of(file, ingress),
        V1PersistentVolumeClaim { Status.Phase: "Pending" } claim => $"Healthy: PersistentVolumeClaim {claim.Metadata.Name} is Pending, and nothing says that it cannot be bound; some classes wait for the first pod that uses a claim",
        _ => null,
    };

    // A pod that has finished is as healthy as one that is ready, and is not waited for.
    private static int Wanted(WorkloadFacts workload) => IsOver(workload) ? 0 : Math.Max(workload.DesiredReplicas ?? 0, workload.PodCount - workload.FinishedPodCount);

    private static string OfSelector(WorkloadFacts set) =>
        PodTemplates.Of(set.Controller!)?.Spec?.NodeSelector is { Count: > 0 } selector ? $"its nodeSelector {Wording.List(selector.Select(pair => $"{pair.Key}={pair.Value}"))}" : "its affinity and tolerations";

    private static bool IsOver(WorkloadFacts workload) => workload.Job?.Status?.Conditions?.Any(c => c is { Type: "Complete", Status: "True" }) == true;

    private static string OfJob(WorkloadFacts workload)
    {
        var job = workload.Job!;
        var name = $"Job {job.Metadata.Name}";
        return job.Status?.Conditions?.FirstOrDefault(c => c.Status == "True" && c.Type is "Complete" or "Suspended") switch
        {
            { Type: "Complete" } => $"{name} completed{(job.Status.CompletionTime is { } at ? string.Create(CultureInfo.InvariantCulture, $" at {at:yyyy-MM-dd HH:mm:ss}Z") : "")}",
            { Type: "Suspended" } => $"{name} is suspended",
            _ => string.Create(CultureInfo.InvariantCulture, $"{name} is running, {job.Status?.Active ?? 0} active, {job.Status?.Failed ?? 0} failed"),
        };
    }

    private static string? Starting(CaseFile file)
    {
        var pod = file.Workloads.SelectMany(w => w.Pods).FirstOrDefault(p => PodHealth.Of(p.Pod, file.Now) == PodState.Starting);
        var lacking = file.Workloads.FirstOrDefault(w => w.DesiredReplicas > w.PodCount);
        if (pod is null && lacking is null)
        {
            return null;
        }

        var (ready, wanted) = (file.Workloads.Sum(w => w.ReadyPodCount), file.Workloads.Sum(Wanted));
        var detail = pod is null ? $"{lacking!.Reference.Kind} {lacking.Reference.Name} has {lacking.PodCount} of {lacking.DesiredReplicas} pods so far" : Detail(file, pod);
        return string.Create(CultureInfo.InvariantCulture, $"Starting, nothing has failed: {ready} of {wanted} pods ready; {detail}");
    }

    private static string Detail(CaseFile file, PodFacts pod)
    {
        var age = pod.Pod.Metadata.CreationTimestamp is { } created ? $" since {Wording.Duration(file.Now.UtcDateTime - created)}" : "";
        if (pod.Containers.FirstOrDefault(c => c.Status is { Ready: false } && c.Status.State?.Terminated is null && c.Status.State?.Waiting?.Reason != "PodInitializing") is not { } container)
        {
            return $"pod {pod.Name} is {pod.Pod.Status?.Phase}{age}";
        }

        var pulling = pod.Events.FirstOrDefault(e => e.Reason is "Pulling" or "Pulled");
        return container.Status!.State switch
        {
            { Running: not null } => $"container {container.Name} runs and is not ready yet",
            _ when pulling is { Reason: "Pulling" } => $"the image of container {container.Name} is being pulled{age}",
            _ => $"container {container.Name} is being created{age}",
        };
    }
}
