using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Targets;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>
/// Judges a LimitRange that was asked about: which workloads' templates state a value beyond its bounds of a container (plugin/pkg/admission/limitranger). Values that it
/// fills in by itself are within them.
/// </summary>
internal sealed class LimitRangeAnalyzer : ObjectAnalyzer<V1LimitRange>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1LimitRange value)
    {
        var ns = file.Namespace;

        // A Deployment's template stands in its ReplicaSets too, which have it whole.
        var (replicas, stateful, daemons) = (file.Facts.List<V1ReplicaSet>(ns), file.Facts.List<V1StatefulSet>(ns), file.Facts.List<V1DaemonSet>(ns));
        if (replicas is null || stateful is null || daemons is null)
            yield break;
        IEnumerable<Templated> all =
        [
            .. (replicas.Value ?? []).Where(s => s.Spec?.Replicas > 0).Select(s => new Templated(
                s.Controller() is { Kind: TargetKinds.Deployment } owner ? owner.Reference(ns) : s.Reference(TargetKinds.ReplicaSet), s.Spec!.Template, (s.Status?.Replicas ?? 0) < s.Spec.Replicas)),
            .. (stateful.Value ?? []).Select(s => new Templated(s.Reference(TargetKinds.StatefulSet), s.Spec?.Template, (s.Status?.Replicas ?? 0) < (s.Spec?.Replicas ?? 1))),
            .. (daemons.Value ?? []).Select(s => new Templated(s.Reference(TargetKinds.DaemonSet), s.Spec?.Template, s.Status?.CurrentNumberScheduled < s.Status?.DesiredNumberScheduled)),
        ];
        foreach (var workload in all.DistinctBy(w => (w.Reference, w.LacksPods)))
        {
            if (Broken(value, workload.Template).FirstOrDefault() is { } broken)
                yield return Finding(reference, workload, broken);
        }
    }

    private static FindingDraft Finding(ResourceReference range, Templated workload, string broken)
    {
        var who = $"{workload.Reference.Kind} {workload.Reference.Name}";
        return new FindingDraft
        {
            Category = CauseCategories.LimitRangeViolated,
            Severity = workload.LacksPods ? Severity.Critical : Severity.Warning,
            Confidence = Confidence.High,
            Title = $"LimitRange {range.Namespace}/{range.Name} {broken} of {who}: {(workload.LacksPods ? "its missing pods cannot be created" : "its pods run, and could not be created again")}",
            Resource = range,
            NormalizedMessage = $"{workload.Reference.Kind} {workload.Reference.Name}",
            Evidence = [new EvidenceDraft(EvidenceKind.Spec, $"{workload.Reference.Kind.ToLowerInvariant()}/{workload.Reference.Name} spec.template.spec.containers", broken)],
            Remediation = [new Remediation { Title = $"Is the value of {who} meant? Then change the LimitRange; else change resources of the container", Command = Kubectl.Of("edit limitrange", range.Namespace!, range.Name), Risk = RemediationRisk.Medium }],
        };
    }

    private static IEnumerable<string> Broken(V1LimitRange range, V1PodTemplateSpec? template) =>
        from item in range.Spec?.Limits ?? []
        where item.Type == "Container"
        from container in PodTemplates.Containers(template?.Spec)
        from sentence in Beyond(item.Max, container, isMaximum: true).Concat(Beyond(item.Min, container, isMaximum: false))
        select sentence;

    private static IEnumerable<string> Beyond(IDictionary<string, ResourceQuantity>? bounds, V1Container container, bool isMaximum)
    {
        foreach (var (resource, bound) in bounds ?? new Dictionary<string, ResourceQuantity>())
        {
            foreach (var (what, map) in new[] { ("limit", container.Resources?.Limits), ("request", container.Resources?.Requests) })
            {
                if (ResourceQuantities.Value(map, resource) is { } asked && ResourceQuantities.Value(bound) is { } allowed && (isMaximum ? asked > allowed : asked < allowed))
                    yield return $"allows {(isMaximum ? "at most" : "no less than")} {bound} {resource} per container, and the {what} is {map![resource]} in container {container.Name}";
            }
        }
    }

    private sealed record Templated(ResourceReference Reference, V1PodTemplateSpec? Template, bool LacksPods);
}
