using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Scheduling;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Nodes;

/// <summary>Judges nodes: not ready, under pressure, cordoned, out of memory, with a wrong clock.</summary>
internal sealed class NodeAnalyzer : ObjectAnalyzer<V1Node>
{
    /// <summary>An event older than this belongs to the past.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1Node value)
    {
        var name = reference.Name;
        var notReady = NodeTrouble.Ready(value) is { Status: not "True" } ready ? ready : null;
        if (notReady is not null)
        {
            yield return NodeFindings.Finding(
                name, CauseCategories.NodeNotReady, Severity.Critical,
                $"Node {name} {NodeTrouble.Since(notReady, file.Now)}: {NodeTrouble.Component(notReady)}{Heartbeat(notReady)}{PodsOn(file, name)}",
                [NodeFindings.Evidence(name, notReady)]);
        }

        foreach (var (condition, category) in NodeTrouble.Bad(value))
        {
            yield return NodeFindings.Finding(
                name, category, Severity.Critical, $"Node {name} reports {condition.Type}{Duration(condition, file.Now)}: {Wording.Clip(condition.Message ?? condition.Reason)}{PodsOn(file, name)}",
                [NodeFindings.Evidence(name, condition)]);
        }

        if (ClockSkew.Of(value, file.Now) is { } skew)
            yield return skew;
        if (value.Spec?.Unschedulable == true)
        {
            yield return NodeFindings.Finding(
                name, CauseCategories.NodeCordoned, Severity.Warning, $"Node {name} is cordoned (spec.unschedulable){CordonedSince(value, file.Now)}, so no new pods are placed on it{PodsOn(file, name)}",
                [new EvidenceDraft(EvidenceKind.Spec, $"node/{name} spec.unschedulable", "true")]);
        }

        foreach (var finding in OfEvents(file, name))
            yield return finding;
    }

    // The kubelet gives its events the node's name as uid, controllers the real one: only the name finds both.
    private static IEnumerable<FindingDraft> OfEvents(CaseFile file, string name)
    {
        var events = file.Facts.Events(null, "Node", name) ?? [];
        if (events.FirstOrDefault(seen => seen.Reason == "SystemOOM" && IsFresh(seen, file.Now)) is { } oom)
        {
            yield return NodeFindings.Finding(
                name, CauseCategories.MemoryPressure, Severity.Warning, $"Node {name} ran out of memory and its kernel killed processes ({oom.Count} times): {Wording.Clip(oom.Message)}", [Cite.Event(oom)]);
        }

        if (events.FirstOrDefault(seen => seen.Reason is "FreeDiskSpaceFailed" or "ImageGCFailed" && IsFresh(seen, file.Now)) is { } disk)
            yield return NodeFindings.Finding(name, CauseCategories.DiskPressure, Severity.Warning, $"Node {name} cannot free disk space: {Wording.Clip(disk.Message)}", [Cite.Event(disk)]);
    }

    private static bool IsFresh(EventFacts seen, DateTimeOffset now) => seen.LastSeen is { } at && now.UtcDateTime - at < Fresh;

    private static string Heartbeat(V1NodeCondition ready) =>
        ready is { Status: "Unknown", LastHeartbeatTime: { } last } ? $", last at {last.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z" : "";

    private static string Duration(V1NodeCondition condition, DateTimeOffset now) =>
        condition.LastTransitionTime is { } at ? $" since {Wording.Duration(now.UtcDateTime - at)}" : "";

    private static string CordonedSince(V1Node node, DateTimeOffset now) =>
        (node.Spec?.Taints ?? []).FirstOrDefault(taint => taint?.Key == Taints.Cordoned)?.TimeAdded is { } at ? $" since {Wording.Duration(now.UtcDateTime - at)}" : "";

    private static string PodsOn(CaseFile file, string node)
    {
        if (file.Facts.List<V1Pod>(file.Namespace) is not { IsFound: true } pods)
            return "";
        var names = pods.Value.Where(pod => pod.Spec?.NodeName == node && pod.Status?.Phase is not ("Succeeded" or "Failed")).Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "" : $"; of namespace {file.Namespace} it runs {Wording.List(names, 3)}";
    }
}
