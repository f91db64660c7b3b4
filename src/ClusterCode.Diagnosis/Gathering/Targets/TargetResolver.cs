using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Gathering.Objects;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>Finds the workloads and pods that a diagnosis is about.</summary>
internal sealed class TargetResolver(IClusterView view)
{
    /// <summary>Names that are offered where the target does not exist.</summary>
    private const int OfferedNames = 5;

    private readonly NamespaceScan _namespace = new(view);
    private readonly ControllerPods _controllers = new(view);
    private readonly JobPods _jobs = new(view);

    /// <summary>Resolves the subject.</summary>
    public Task<TargetResolution> ResolveAsync(DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Target is not { } target)
        {
            return subject.Selector is null
                ? _namespace.ScanAsync(subject.Namespace, cancellationToken)
                : _namespace.SelectAsync(subject.Namespace, subject.Selector, cancellationToken);
        }

        var ns = subject.Namespace;
        return TargetKinds.Resolve(target) switch
        {
            TargetKinds.Pod => ResolveAsync<V1Pod>(ns, target, PodAsync, cancellationToken),
            TargetKinds.Deployment => ResolveAsync<V1Deployment>(ns, target, _controllers.OfAsync, cancellationToken),
            TargetKinds.ReplicaSet => ResolveAsync<V1ReplicaSet>(ns, target, _controllers.OfAsync, cancellationToken),
            TargetKinds.StatefulSet => ResolveAsync<V1StatefulSet>(ns, target, _controllers.OfAsync, cancellationToken),
            TargetKinds.DaemonSet => ResolveAsync<V1DaemonSet>(ns, target, _controllers.OfAsync, cancellationToken),
            TargetKinds.Job => ResolveAsync<V1Job>(ns, target, _jobs.OfAsync, cancellationToken),
            TargetKinds.CronJob => ResolveAsync<V1CronJob>(ns, target, _jobs.OfAsync, cancellationToken),
            _ when TargetKinds.ResolveObject(target) is { } kind => ResolveAsync(kind, ns, target, cancellationToken),
            _ => ResolveOtherAsync(ns, target, cancellationToken),
        };
    }

    // A kind of which nothing is known but what the API says of it: a custom resource.
    private async Task<TargetResolution> ResolveOtherAsync(string ns, DiagnosisTarget target, CancellationToken cancellationToken)
    {
        var served = await view.FindKindAsync(target.ApiVersion, target.Kind, cancellationToken).ConfigureAwait(false);
        if (served.Value is not { } kind)
        {
            return served.IsMissing
                ? TargetResolution.Refused(
                    ExpertOutcome.TargetNotSupported,
                    $"{Name(target)} cannot be diagnosed. {served.Message} These kinds can: {TargetKinds.List}, and each custom resource. Leave spec.target out to diagnose the whole namespace.")
                : TargetResolution.Refused(
                    served.IsForbidden ? ExpertOutcome.TargetForbidden : ExpertOutcome.Unreadable, $"Whether the cluster has the kind of {Name(target)} could not be read: {served.Message}");
        }

        var place = kind.IsNamespaced ? $" of namespace {ns}" : "";
        var found = await view.GetAsync(kind, kind.IsNamespaced ? ns : null, target.Name, cancellationToken).ConfigureAwait(false);
        return found.Status switch
        {
            LookupStatus.Found => new TargetResolution([])
            {
                Objects = [new CaseObject(new ResourceReference { ApiVersion = kind.ApiVersion, Kind = kind.Kind, Namespace = kind.IsNamespaced ? ns : null, Name = target.Name }, found.Value!)],
            },
            LookupStatus.Missing => TargetResolution.Refused(
                ExpertOutcome.TargetNotFound, $"{Name(target)} does not exist{(kind.IsNamespaced ? $" in namespace {ns}" : "")}. Correct spec.target.name; kubectl get {kind.Plural} shows which there are."),
            LookupStatus.Forbidden => TargetResolution.Refused(ExpertOutcome.TargetForbidden, Forbidden($"{Name(target)}{place}", found.Message)),
            _ => TargetResolution.Refused(ExpertOutcome.Unreadable, $"{Name(target)}{place} could not be read: {found.Message}"),
        };
    }

    private async Task<TargetResolution> ResolveAsync(ObjectKind kind, string ns, DiagnosisTarget target, CancellationToken cancellationToken)
    {
        var found = await kind.GetAsync(view, ns, target.Name, cancellationToken).ConfigureAwait(false);
        var place = kind.IsNamespaced ? $" of namespace {ns}" : "";
        return found.Status switch
        {
            LookupStatus.Found => new TargetResolution([]) { Objects = [found.Value!] },
            LookupStatus.Missing => TargetResolution.Refused(ExpertOutcome.TargetNotFound, await MissingAsync(kind, ns, target, cancellationToken).ConfigureAwait(false)),
            LookupStatus.Forbidden => TargetResolution.Refused(ExpertOutcome.TargetForbidden, Forbidden($"{Name(target)}{place}", found.Message)),
            _ => TargetResolution.Refused(ExpertOutcome.Unreadable, $"{Name(target)}{place} could not be read: {found.Message}"),
        };
    }

    private async Task<TargetResolution> ResolveAsync<T>(
        string ns, DiagnosisTarget target, Func<T, CancellationToken, Task<TargetResolution>> select, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var found = await view.GetAsync<T>(ns, target.Name, cancellationToken).ConfigureAwait(false);
        return found.Status switch
        {
            LookupStatus.Found => await select(found.Value!, cancellationToken).ConfigureAwait(false),
            LookupStatus.Missing => TargetResolution.Refused(ExpertOutcome.TargetNotFound, await MissingAsync<T>(ns, target, cancellationToken).ConfigureAwait(false)),
            LookupStatus.Forbidden => TargetResolution.Refused(ExpertOutcome.TargetForbidden, Forbidden($"{Name(target)} of namespace {ns}", found.Message)),
            _ => TargetResolution.Refused(ExpertOutcome.Unreadable, $"{Name(target)} of namespace {ns} could not be read: {found.Message}"),
        };
    }

    private async Task<TargetResolution> PodAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var chain = await OwnerChain.OfAsync(pod, new OwnerIndex(view, pod.Metadata.NamespaceProperty), cancellationToken).ConfigureAwait(false);
        return new TargetResolution(
        [
            new WorkloadSelection
            {
                Reference = chain.Top,
                Owners = chain.Owners,
                Job = chain.Job,
                Pods = [pod],
                EventObjects = chain.Job is { } job ? [new("Job", job.Metadata.Name, job.Metadata.Uid)] : [],
            },
        ]);
    }

    private async Task<string> MissingAsync<T>(string ns, DiagnosisTarget target, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var all = await view.ListAsync<T>(ns, new ListQuery { MetadataOnly = true }, cancellationToken).ConfigureAwait(false);
        return Missing(target, $" in namespace {ns}", TargetKinds.Resolve(target)!, all.IsFound, (all.Value ?? []).Select(o => o.Metadata.Name));
    }

    private async Task<string> MissingAsync(ObjectKind kind, string ns, DiagnosisTarget target, CancellationToken cancellationToken)
    {
        var all = await kind.ListAsync(view, ns, cancellationToken).ConfigureAwait(false);
        return Missing(target, kind.IsNamespaced ? $" in namespace {ns}" : "", kind.Kind, all.IsFound, (all.Value ?? []).Select(o => o.Reference.Name));
    }

    private static string Missing(DiagnosisTarget target, string place, string kind, bool isListed, IEnumerable<string> existing)
    {
        var names = existing.Order(StringComparer.Ordinal).ToList();
        var near = NearMiss.Find(target.Name, names, OfferedNames);
        var offer = (near.Count, names.Count) switch
        {
            ( > 0, _) => $"Is it {string.Join(" or ", near)}?",
            (0, > 0) => $"{(place.Length > 0 ? "The namespace" : "The cluster")} has {string.Join(", ", names.Take(OfferedNames))}{(names.Count > OfferedNames ? $" and {names.Count - OfferedNames} more" : "")}.",
            _ when isListed && place.Length > 0 => $"The namespace has no {kind}. Is metadata.namespace of the DiagnosisRequest right?",
            _ => "Correct spec.target.name.",
        };
        return $"{Name(target)} does not exist{place}. {offer}";
    }

    private static string Forbidden(string what, string? message) =>
        $"The operator may not read {what}. Grant its ServiceAccount get and list on it{(message is null ? "" : $" ({message})")}.";

    private static string Name(DiagnosisTarget target) => $"{target.Kind} {target.Name}";
}
