using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Gathering.Objects;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>
/// The workloads that use an object which has no state of its own to fail by: what is wrong with a ConfigMap shows only in the pods that take from it. They belong to the
/// case where the diagnosis was asked about the object; one that the case only came to stays an object.
/// </summary>
internal sealed class ObjectUsers(NamespaceScan scan, TargetResolver targets)
{
    /// <summary>Workloads that are looked at; those with failing pods first.</summary>
    private const int MostWorkloads = 5;

    /// <summary>The resolution with the users; unchanged where its object is of another kind, or its users cannot be read.</summary>
    public async Task<TargetResolution> AddAsync(TargetResolution resolution, string ns, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (resolution is not { Refusal: null, Workloads: [], Objects: [var only] })
        {
            return resolution;
        }

        if (only.Value is V2HorizontalPodAutoscaler { Spec.ScaleTargetRef: { } scaled })
        {
            var target = new DiagnosisTarget { ApiVersion = scaled.ApiVersion, Kind = scaled.Kind, Name = scaled.Name };
            return With(resolution, TargetKinds.Resolve(target) is null ? null : await targets.ResolveAsync(new DiagnosisSubject { Namespace = ns, Target = target }, cancellationToken).ConfigureAwait(false));
        }

        return Uses(only) is { } uses ? With(resolution, await scan.UsersAsync(ns, uses, cancellationToken).ConfigureAwait(false), now) : resolution;
    }

    private static TargetResolution With(TargetResolution resolution, TargetResolution? users, DateTimeOffset? now = null) => users is { Refusal: null }
        ? resolution with { Workloads = [.. users.Workloads.OrderByDescending(w => now is { } at && w.Pods.Any(p => PodHealth.Of(p, at) == PodState.Failing)).Take(MostWorkloads)], Message = users.Message }
        : resolution;

    private static Func<V1Pod, bool>? Uses(CaseObject used)
    {
        var name = used.Reference.Name;
        return used.Value switch
        {
            V1ConfigMap => pod => PodReferences.Of(pod).ConfigMaps.Contains(name),
            V1Secret => pod => PodReferences.Of(pod) is var references && (references.Secrets.Contains(name) || references.PullSecrets.Contains(name)),
            V1ServiceAccount => pod => (pod.Spec?.ServiceAccountName ?? "default") == name,
            _ => null,
        };
    }
}
