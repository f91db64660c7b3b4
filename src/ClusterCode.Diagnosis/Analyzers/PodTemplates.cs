using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Gathering;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>The pod template of a workload, whichever kind of controller holds it.</summary>
internal static class PodTemplates
{
    /// <summary>The template of the workload's controller or Job; null where neither was read.</summary>
    public static V1PodTemplateSpec? Of(WorkloadFacts workload) => Of(workload.Controller) ?? workload.Job?.Spec?.Template;

    /// <summary>
    /// The whole template: of a Deployment, that of its newest ReplicaSet, because a view may have only part of a Deployment's own. Null where it is not known (yet).
    /// </summary>
    public static V1PodTemplateSpec? Whole(CaseFile file, WorkloadFacts workload) => workload.Controller is V1Deployment deployment
        ? Revisions.ReplicaSets(file, workload, deployment.Spec?.Selector) is [var newest, ..] ? newest.Spec?.Template : null
        : Of(workload);

    /// <summary>The template of a controller; null where it has none.</summary>
    public static V1PodTemplateSpec? Of(IKubernetesObject<V1ObjectMeta>? controller) => controller switch
    {
        V1Deployment deployment => deployment.Spec?.Template,
        V1StatefulSet set => set.Spec?.Template,
        V1DaemonSet set => set.Spec?.Template,
        V1ReplicaSet set => set.Spec?.Template,
        V1Job job => job.Spec?.Template,
        V1CronJob cronJob => cronJob.Spec?.JobTemplate?.Spec?.Template,
        _ => null,
    };

    /// <summary>What pods of the workload look like: the template's spec, or that of a pod where no template was read.</summary>
    public static V1PodSpec? SpecOf(CaseFile file, WorkloadFacts workload) => Whole(file, workload)?.Spec ?? (workload.Pods is [var pod, ..] ? pod.Pod.Spec : null);

    /// <summary>Init containers, then the others.</summary>
    public static IEnumerable<V1Container> Containers(V1PodSpec? spec) => (spec?.InitContainers ?? []).Concat(spec?.Containers ?? []);
}
