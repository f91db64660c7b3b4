using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.IntendedStates;

/// <summary>Judges workloads that ask for no pods: since when, by whom, how many there were, and which Services stand without pods by it.</summary>
internal sealed partial class ScaledToZeroAnalyzer : IAnalyzer
{
    /// <summary>KEDA manages a Deployment through an HPA that it names so, and scales it to zero itself.</summary>
    private const string KedaPrefix = "keda-hpa-";

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        if (workload is not { DesiredReplicas: 0, Controller: V1Deployment or V1StatefulSet or V1ReplicaSet } || workload.Controller.Metadata.DeletionTimestamp is not null
            || (workload.Controller is V1ReplicaSet && workload.Reference.Kind != "ReplicaSet"))
            yield break;

        var (ns, meta) = (file.Namespace, workload.Controller.Metadata);
        var events = workload.Controller is V1Deployment && !file.IsNamespaceWide ? file.Facts.Events(ns, workload.Reference.Kind, workload.Reference.Name, meta.Uid) : [];
        var scalers = file.Facts.List<V2HorizontalPodAutoscaler>(ns);
        var services = file.Facts.List<V1Service>(ns);
        if (events is null || scalers is null || services is null)
            yield break;

        var scaler = scalers.Value?.FirstOrDefault(h => h.Spec?.ScaleTargetRef is { } target && target.Kind == workload.Reference.Kind && target.Name == workload.Reference.Name);
        var change = LastChange.OfReplicas(meta);
        var isIdle = scaler is not null && (scaler.Metadata.Name.StartsWith(KedaPrefix, StringComparison.Ordinal) || scaler.Spec.MinReplicas == 0);
        var labels = PodTemplates.Of(workload.Controller)?.Metadata?.Labels;
        var dependants = (services.Value ?? []).Where(s => Selects(s, labels)).Select(s => s.Metadata.Name).ToList();
        var down = events.Select(e => (Event: e, From: From(e))).FirstOrDefault(e => e.From is not null);
        var before = down.From ?? AppliedReplicas.Of(meta);

        // Created so, and nothing asks for it: then nobody misses it.
        var isUnused = dependants.Count == 0 && change is null && before is not > 0;
        yield return new FindingDraft
        {
            Category = CauseCategories.ScaledToZero,
            Severity = (isIdle || isUnused) && !workload.IsFollowed ? Severity.Info : IntendedState.SeverityOf(file, workload),
            Confidence = Confidence.High,
            Title = Title(file, workload, (down.Event, down.From), change, isIdle ? scaler : null, dependants),
            Resource = workload.Reference,
            Evidence = [.. Evidence(workload, down.Event, change, scaler)],
            Remediation = [.. Remediations(workload, before, isIdle)],
        };
    }

    private static string Title(
        CaseFile file, WorkloadFacts workload, (EventFacts? Event, int? From) down, LastChange? change, V2HorizontalPodAutoscaler? scaler, List<string> dependants)
    {
        List<string> how = [];
        if (down.From is { } from)
            how.Add(string.Create(CultureInfo.InvariantCulture, $"from {from}"));
        if (scaler is not null)
            how.Add($"by its autoscaler {scaler.Metadata.Name}, which finds nothing to do");
        else if (change is not null)
            how.Add(IntendedState.By(file, change));
        else if (down.Event?.LastSeen is { } seen)
            how.Add($"{Wording.Duration(file.Now.UtcDateTime - seen)} ago");
        var without = dependants.Count == 0 ? "" : $"; {(dependants.Count == 1 ? "Service" : "Services")} {Wording.List(dependants)} {(dependants.Count == 1 ? "has" : "have")} no pods by it";
        var manifest = down.From is null && AppliedReplicas.Of(workload.Controller!.Metadata) is { } applied and > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; the manifest that was applied last asks for {applied}")
            : "";
        return $"{workload.Reference.Kind} {workload.Reference.Name} is scaled to 0 replicas{(how.Count == 0 ? "" : $" ({string.Join(", ", how)})")}, so no pod runs{without}{manifest}";
    }

    private static IEnumerable<EvidenceDraft> Evidence(WorkloadFacts workload, EventFacts? down, LastChange? change, V2HorizontalPodAutoscaler? scaler)
    {
        var source = $"{workload.Reference.Kind.ToLowerInvariant()}/{workload.Reference.Name}";
        yield return new EvidenceDraft(EvidenceKind.Spec, $"{source} spec.replicas", "0");
        if (change is not null)
            yield return new EvidenceDraft(EvidenceKind.Change, $"{source} metadata.managedFields", $"spec.replicas was set by {Wording.Clip(change.Manager, 60)}", change.Time);
        if (down is not null)
            yield return Cite.Event(down);
        if (scaler is not null)
            yield return new EvidenceDraft(EvidenceKind.Spec, $"horizontalpodautoscaler/{scaler.Metadata.Name} spec", string.Create(CultureInfo.InvariantCulture, $"minReplicas={scaler.Spec?.MinReplicas} maxReplicas={scaler.Spec?.MaxReplicas}"));
    }

    private static IEnumerable<Remediation> Remediations(WorkloadFacts workload, int? before, bool isIdle)
    {
        if (isIdle)
            yield break;
        var known = before is > 0;
        var replicas = known ? before!.Value.ToString(CultureInfo.InvariantCulture) : "1";
        yield return new Remediation
        {
            Title = known ? $"If it should run, give it its {Wording.Count(before!.Value, "replica")} again" : "If it should run, how many replicas does it need? Scale it up",
            Command = Kubectl.Workload(workload.Reference) is { } target ? $"kubectl scale {target} --replicas={replicas}" : null,
            Risk = RemediationRisk.Low,
        };
    }

    private static bool Selects(V1Service service, IDictionary<string, string>? labels) =>
        service.Spec?.Selector is { Count: > 0 } selector && labels is not null && selector.All(s => labels.TryGetValue(s.Key, out var value) && value == s.Value);

    private static int? From(EventFacts seen) =>
        seen.Reason == "ScalingReplicaSet" && ScaledDown().Match(seen.Message) is { Success: true } match
        && int.TryParse((match.Groups["from"].Success ? match.Groups["from"] : match.Groups["before"]).ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            ? from
            : null;

    // v1.26 and later say how many there were, in either order.
    [GeneratedRegex(@"^Scaled down replica set \S{1,253} (?:from (?<from>\d{1,6}) to 0|to 0 from (?<before>\d{1,6}))$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex ScaledDown();
}
