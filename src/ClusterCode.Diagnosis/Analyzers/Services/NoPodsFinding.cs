using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>No pod carries the labels that a Service selects by: because the workload behind it has none, or because the labels are others.</summary>
internal static class NoPodsFinding
{
    /// <summary>The finding; none while too little is known.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ServiceBackends backends)
    {
        if (Workloads(file, backends.Reference.Namespace!) is not { } workloads)
            yield break;
        var behind = workloads.Where(w => LabelText.Carries(w.Template?.Metadata?.Labels, backends.Selector)).ToList();
        if (behind.Count > 0)
        {
            if (behind.Any(b => file.Now.UtcDateTime - (b.Owner.Metadata.CreationTimestamp ?? DateTime.MinValue) > PodHealth.StartGrace))
                yield return WithoutPods(file, backends, behind);
        }
        else if (backends.Finished.Count > 0)
        {
            yield return Finished(file, backends);
        }
        else if ((file.Services ?? file.Facts.List<V1Service>(backends.Reference.Namespace)) is { } services)
        {
            yield return Mismatch(file, backends, SelectorCandidate.Best(backends.Service, SelectorCandidate.All(backends.Pods, workloads.Select(w => (w.Kind, w.Owner, w.Template))), services.Value ?? []));
        }
    }

    private static List<Workload>? Workloads(CaseFile file, string ns)
    {
        var (deployments, sets, daemons) = (file.Facts.List<V1Deployment>(ns), file.Facts.List<V1StatefulSet>(ns), file.Facts.List<V1DaemonSet>(ns));
        return deployments is null || sets is null || daemons is null
            ? null
            :
            [
                .. Found(deployments).Select(d => new Workload("Deployment", d, d.Spec?.Template, d.Spec?.Replicas ?? 1)),
                .. Found(sets).Select(s => new Workload("StatefulSet", s, s.Spec?.Template, s.Spec?.Replicas ?? 1)),
                .. Found(daemons).Select(s => new Workload("DaemonSet", s, s.Spec?.Template, s.Status?.DesiredNumberScheduled)),
            ];
    }

    private static IReadOnlyList<T> Found<T>(Lookup<IReadOnlyList<T>> found)
        where T : class => found.Value ?? [];

    private static FindingDraft WithoutPods(CaseFile file, ServiceBackends backends, List<Workload> behind)
    {
        var references = behind.Select(b => Refer.To("apps/v1", b.Kind, backends.Reference.Namespace, b.Owner.Metadata.Name)).ToList();
        foreach (var reference in references)
            file.Follow(reference);
        var names = Wording.List(behind.Select((b, i) => $"{PodOwner.Title(references[i])} {(b.Replicas == 0 ? "is scaled to 0 replicas" : string.Create(CultureInfo.InvariantCulture, $"has none of its {b.Replicas} pods"))}"), 3);
        return ConnectivityDraft.Of(
            CauseCategories.ServiceWithoutReadyPods,
            backends.Reference,
            $"Service {backends.Reference.Namespace}/{backends.Reference.Name} has no endpoint: {names}",
            ConnectivityDraft.Spec(backends.Reference, "spec.selector", LabelText.Of(backends.Selector)),
            ConnectivityDraft.Spec(references[0], "spec.replicas", $"{behind[0].Replicas}")) with
        {
            Behind = references,
            Remediation = behind[0].Replicas == 0 && Kubectl.Workload(references[0]) is { } target
                ? [new Remediation { Title = $"How many replicas should {PodOwner.Title(references[0])} have? For one:", Command = $"kubectl scale {target} --replicas=1", Risk = RemediationRisk.Medium }]
                : [ConnectivityDraft.Ask($"Why has {PodOwner.Title(references[0])} no pods? Its events say")],
        };
    }

    private static FindingDraft Finished(CaseFile file, ServiceBackends backends)
    {
        var pod = backends.Finished.OrderByDescending(p => p.Metadata.CreationTimestamp).First();
        file.Follow(PodOwner.ToFollow(pod));
        return ConnectivityDraft.Of(
            CauseCategories.ServiceWithoutReadyPods,
            backends.Reference,
            $"Service {backends.Reference.Namespace}/{backends.Reference.Name} has no endpoint: {(backends.Finished.Count == 1 ? $"the only pod that it selects, {pod.Metadata.Name}, has" : $"all {backends.Finished.Count} pods that it selects have")} ended ({pod.Status.Phase}) and will not run again",
            ConnectivityDraft.Status(Refer.To("v1", "Pod", backends.Reference.Namespace, pod.Metadata.Name), "status.phase", pod.Status.Phase)) with
        {
            Behind = [.. PodOwner.Names(pod)],
            Remediation = [ConnectivityDraft.Ask($"Should {PodOwner.Title(PodOwner.Of(pod))} serve for ever? Then run it as a Deployment")],
        };
    }

    private static FindingDraft Mismatch(CaseFile file, ServiceBackends backends, SelectorCandidate? candidate)
    {
        var (ns, name) = (backends.Reference.Namespace, backends.Reference.Name);
        var spec = ConnectivityDraft.Spec(backends.Reference, "spec.selector", LabelText.Of(backends.Selector));
        if (candidate is null)
        {
            var there = backends.Pods.Select(PodOwner.Of).Distinct().ToList();
            var others = there.Count == 0 ? $"namespace {ns} has no pods" : $"namespace {ns} has pods of {Wording.List(there.Select(PodOwner.Title), 4)}";
            return ConnectivityDraft.Of(CauseCategories.ServiceSelectorMismatch, backends.Reference, $"Service {ns}/{name} selects {LabelText.Of(backends.Selector)}, which no pod carries; {others}", spec) with
            {
                Severity = file.IsAskedAlone("Service", name) || file.IsFollowed("Service", name) ? Severity.Critical : Severity.Warning,
                Remediation = [ConnectivityDraft.Ask($"Which pods should {name} lead to? Correct its selector, or create their workload")],
            };
        }

        var differences = candidate.Differences(backends.Selector);
        var agreements = candidate.Agreements(backends.Selector);
        var carried = differences.Select(d => d.Carried is { } label ? $"{label.Key}={label.Value}" : $"no label {d.Wanted.Key}").Distinct();
        var wrong = LabelText.Of(differences.Select(d => d.Wanted));
        var title = $"Service {ns}/{name} selects {wrong}, which no pod {(agreements.Count > 0 ? $"with {LabelText.Of(agreements)} " : "")}carries; the pods of {PodOwner.Title(candidate.Workload)} carry {Wording.Clip(Wording.List(carried), 160)}";
        return ConnectivityDraft.Of(
            CauseCategories.ServiceSelectorMismatch,
            backends.Reference,
            title,
            spec,
            ConnectivityDraft.Spec(candidate.Workload, candidate.HasPods ? "metadata.labels of its pods" : "spec.template.metadata.labels", LabelText.Of(candidate.Labels.Where(l => LabelText.IsPersons(l.Key))))) with
        {
            Explanation = $"The pods were told by their labels, names and ports; {PodOwner.Title(candidate.Workload)} comes nearest to what the Service selects.",
            Remediation =
            [
                ServicePatch.Selector(backends.Service, $"Let {name} select the pods of {PodOwner.Title(candidate.Workload)}", candidate.Changes(backends.Selector))
                    ?? ConnectivityDraft.Ask($"Are the pods of {PodOwner.Title(candidate.Workload)} meant? Then correct spec.selector of Service {name}"),
            ],
        };
    }

    private sealed record Workload(string Kind, IKubernetesObject<V1ObjectMeta> Owner, V1PodTemplateSpec? Template, int? Replicas);
}
