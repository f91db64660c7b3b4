using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>Endpoints and EndpointSlices are what controllers make of Services: what is wrong with one is wrong with its Service.</summary>
internal static class EndpointObject
{
    /// <summary>The findings.</summary>
    /// <param name="file">The case.</param>
    /// <param name="reference">The object.</param>
    /// <param name="name">The Service that it belongs to.</param>
    /// <param name="hasReady">True where it holds an address that is ready.</param>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ResourceReference reference, string name, bool hasReady)
    {
        if (file.Facts.Get<V1Service>(reference.Namespace, name) is not { } found)
            yield break;
        var target = Refer.Service(reference.Namespace!, name);
        if (found.IsMissing)
        {
            if (file.Facts.Names<V1Service>(reference.Namespace) is { } names)
                yield return Orphan(reference, name, NearMiss.Best(name, names.Value ?? []));
        }
        else if (found.IsFound && ServiceJudgement.Of(file, found.Value) is [var problem, ..])
        {
            if (problem.Resource == reference)
            {
                yield return problem;
                yield break;
            }

            file.Follow(target);
            yield return ConnectivityDraft.Of(
                CauseCategories.ServiceWithoutReadyPods,
                reference,
                $"{reference.Kind} {reference.Namespace}/{reference.Name} {(hasReady ? "leads wrong" : "holds no ready address")}: {Wording.Clip(problem.Title)}",
                ConnectivityDraft.Status(reference, reference.Kind == "Endpoints" ? "subsets" : "endpoints", hasReady ? "ready addresses" : "no ready address")) with
            {
                Behind = [target, problem.Resource],
            };
        }
    }

    private static FindingDraft Orphan(ResourceReference reference, string name, string? near) => ConnectivityDraft.Of(
        CauseCategories.ServiceMissing,
        Refer.Service(reference.Namespace!, name),
        $"{reference.Kind} {reference.Namespace}/{reference.Name} belongs to Service {name}, which does not exist{(near is null ? "" : $"; {near} does")}",
        ConnectivityDraft.Status(Refer.Service(reference.Namespace!, name), "", "not found")) with
    {
        Severity = Severity.Warning,
        Remediation = [ConnectivityDraft.Ask(near is null ? $"Create Service {name}, or delete {reference.Kind} {reference.Name}" : $"Is Service {near} meant? Endpoints belong to a Service by its name")],
    };
}
