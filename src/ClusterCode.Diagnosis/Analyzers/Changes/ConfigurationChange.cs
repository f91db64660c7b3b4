using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using k8s;
using k8s.Models;
using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>A ConfigMap or Secret of a pod that was changed shortly before the pod began to fail.</summary>
/// <param name="Title">Such as <c>ConfigMap checkout-config changed 2 min before</c>.</param>
/// <param name="Evidence">When, and by whom.</param>
internal sealed record ConfigurationChange(string Title, EvidenceDraft Evidence)
{
    /// <summary>A change this long before the first failure may explain it: kubelets take a minute or two to hand changed files to a running pod, and people restart pods after a change.</summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromMinutes(15);

    /// <summary>Secrets of one pod whose times are asked for.</summary>
    private const int MostSecrets = 3;

    /// <summary>Failures that a changed setting explains.</summary>
    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        AppError, AppConfig, MissingEnvironment, CrashWithoutLogs, DependencyUnreachable, DependencyRejected, DependencyAddressWrong, MissingConfigMapKey, MissingSecretKey,
        LivenessKilled, ReadinessFailing, InitContainerFailing,
    };

    /// <summary>Failures in which a credential may be wrong; only for these the Secrets' times are asked for.</summary>
    private static readonly HashSet<string> OfCredentials = new(StringComparer.Ordinal) { DependencyRejected, MissingSecretKey };

    /// <summary>The last such change; null where there is none, or it is not known (yet).</summary>
    public static ConfigurationChange? Of(CaseFile file, PodFacts pod, FindingDraft draft)
    {
        if (!Categories.Contains(draft.Category) || StartOfFailure.Of(pod, pod.Containers.FirstOrDefault(c => c.Name == draft.Container)) is not { } start)
            return null;
        var references = PodReferences.Of(pod.Pod);
        var maps = file.ConfigMaps.Where(m => references.ConfigMaps.Contains(m.Key) && m.Value.IsFound).Select(m => (Kind: "ConfigMap", Object: (IKubernetesObject<V1ObjectMeta>)m.Value.Value!));
        var secrets = OfCredentials.Contains(draft.Category)
            ? references.Secrets.Order(StringComparer.Ordinal).Take(MostSecrets).Select(s => file.Facts.Get<V1Secret>(file.Namespace, s)?.Value).OfType<V1Secret>()
                .Select(s => (Kind: "Secret", Object: (IKubernetesObject<V1ObjectMeta>)s))
            : [];
        return maps.Concat([.. secrets])
            .Select(o => (o.Kind, o.Object, Change: LastChange.Of(o.Object.Metadata)))
            .Where(c => c.Change is { } change && change.Time <= start && start - change.Time <= Shortly)
            .OrderByDescending(c => c.Change!.Time)
            .Select(c => Of(c.Kind, c.Object.Metadata.Name, c.Change!, start))
            .FirstOrDefault();
    }

    private static ConfigurationChange Of(string kind, string name, LastChange change, DateTime start)
    {
        var before = $"changed {Wording.Duration(start - change.Time)} before the first failure";
        return new ConfigurationChange(
            $"{kind} {name} {before}",
            new EvidenceDraft(EvidenceKind.Change, $"{kind.ToLowerInvariant()}/{name} metadata.managedFields", $"{before}{(change.Manager.Length == 0 ? "" : $", by {Wording.Clip(change.Manager, 60)}")}", change.Time));
    }
}
