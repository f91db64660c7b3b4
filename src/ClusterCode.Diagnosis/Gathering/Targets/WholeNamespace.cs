using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>A Namespace as target: the object itself, and everything in it. One that the case only came to stays an object.</summary>
internal sealed class WholeNamespace(IClusterView view)
{
    private readonly TargetResolver _targets = new(view);
    private readonly NamespaceScan _scan = new(view);

    /// <summary>The namespace that a subject's target names; null where it names something else, or nothing.</summary>
    public static string? Of(DiagnosisSubject subject) =>
        subject.Target is { } target && TargetKinds.ResolveObject(target)?.Resource == ApiResource.Of<V1Namespace>() ? target.Name : null;

    /// <summary>The namespace's object with its workloads and objects. Where the object may not be read, or was not recorded, what is in the namespace may be all the same.</summary>
    public async Task<TargetResolution> ResolveAsync(DiagnosisTarget target, CancellationToken cancellationToken)
    {
        var subject = new DiagnosisSubject { Namespace = target.Name, Target = target };
        var own = await _targets.ResolveAsync(subject, cancellationToken).ConfigureAwait(false);
        if (own.Refusal == ExpertOutcome.TargetNotFound)
        {
            return own;
        }

        var found = await _scan.ScanAsync(target.Name, cancellationToken).ConfigureAwait(false);
        return found.Refusal is null ? found with { Objects = [.. own.Objects, .. found.Objects] } : found;
    }
}
