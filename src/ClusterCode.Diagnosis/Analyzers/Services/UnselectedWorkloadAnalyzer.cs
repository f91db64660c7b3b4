using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>
/// A workload that was asked about and is well by its pods, while the Service that obviously is its own selects none of them: it runs, and nobody reaches it. Where
/// Services were asked about too, they say so themselves.
/// </summary>
internal sealed class UnselectedWorkloadAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        if (workload.IsFollowed || workload.FailingPodCount > 0 || workload.ReadyPodCount == 0 || file.Objects.Any(o => !o.IsFollowed) || Labels(workload) is not { Count: > 0 } labels
            || (file.Services ?? file.Facts.List<V1Service>(file.Namespace)) is not { IsFound: true, Message: null } services)
            return [];
        var selecting = services.Value.Where(s => s.Spec?.Selector is { Count: > 0 }).ToList();
        return selecting.Any(s => Connectivity.LabelText.Carries(labels, s.Spec.Selector))
            ? []
            : selecting.Where(s => IsItsOwn(s, workload.Reference.Name, labels))
                .SelectMany(s => ServiceJudgement.Of(file, s))
                .Where(d => d.Category == CauseCategories.ServiceSelectorMismatch && d.Title.Contains($"{workload.Reference.Kind} {workload.Reference.Name} carry", StringComparison.Ordinal))
                .Take(1);
    }

    private static IDictionary<string, string>? Labels(WorkloadFacts workload) => workload.Controller switch
    {
        V1Deployment deployment => deployment.Spec?.Template?.Metadata?.Labels,
        V1StatefulSet set => set.Spec?.Template?.Metadata?.Labels,
        V1DaemonSet set => set.Spec?.Template?.Metadata?.Labels,
        _ => null,
    };

    // Of the same name, or with one label that is nearly right.
    private static bool IsItsOwn(V1Service service, string workload, IDictionary<string, string> labels)
    {
        var wrong = service.Spec.Selector.Where(s => !labels.TryGetValue(s.Key, out var value) || value != s.Value).ToList();
        return service.Metadata.Name == workload || (wrong is [var only] && labels.TryGetValue(only.Key, out var carried) && NearMiss.Best(only.Value, [carried]) is not null);
    }
}
