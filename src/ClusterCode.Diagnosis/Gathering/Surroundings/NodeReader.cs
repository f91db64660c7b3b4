using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>Reads the nodes where a pod finds none, and a pod's own node where the node may be at fault.</summary>
internal sealed class NodeReader(IClusterView view)
{
    /// <summary>What a pod's status or container says when its node is at fault.</summary>
    private static readonly HashSet<string> NodeReasons = new(StringComparer.Ordinal)
    {
        "Evicted", "NodeLost", "NodeAffinity", "NodeShutdown", "Terminated", "Shutdown", "Preempting", "OutOfcpu", "OutOfmemory", "OutOfpods", "UnexpectedAdmissionError",
    };

    /// <summary>Reads what the pods make necessary.</summary>
    public async Task<NodeFacts> ReadAsync(IReadOnlyList<V1Pod> pods, CancellationToken cancellationToken)
    {
        if (pods.Any(p => PodHealth.IsUnschedulable(p) && !WaitsForClaim(p)))
        {
            var nodes = view.ListAsync<V1Node>(null, ListQuery.All, cancellationToken);
            var usage = UsageAsync(cancellationToken);
            await Task.WhenAll(nodes, usage).ConfigureAwait(false);
            var all = Slim(await nodes.ConfigureAwait(false));
            return new NodeFacts(all, WithIdle(all.Value ?? [], await usage.ConfigureAwait(false)));
        }

        var names = pods.Where(IsNodeAtFault).Select(p => p.Spec.NodeName).Where(n => !string.IsNullOrEmpty(n)).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return new NodeFacts(null, null);
        }

        var found = await Task.WhenAll(names.Select(n => view.GetAsync<V1Node>(null, n, cancellationToken))).ConfigureAwait(false);
        var read = found.Where(f => f.IsFound).Select(f => f.Value!).ToList();
        return new NodeFacts(
            read.Count > 0 || found.All(f => f.IsMissing) ? Slim(Lookup.Found<IReadOnlyList<V1Node>>(read))
            : found.Any(f => f.IsForbidden) ? Lookup.Forbidden<IReadOnlyList<V1Node>>(found[0].Message)
            : Lookup.Unavailable<IReadOnlyList<V1Node>>(found[0].Message),
            null);
    }

    // Whatever the nodes are like, such a pod is held up by its claims.
    private static bool WaitsForClaim(V1Pod pod) =>
        pod.Status?.Conditions?.Any(c => c is { Type: "PodScheduled", Status: "False" } && c.Message?.Contains("unbound immediate PersistentVolumeClaims", StringComparison.Ordinal) == true) == true;

    private static bool IsNodeAtFault(V1Pod pod) =>
        pod.Status?.Phase == "Unknown"
        || NodeReasons.Contains(pod.Status?.Reason ?? "")
        || pod.Status?.Conditions?.Any(c => c is { Type: "DisruptionTarget", Status: "True" } or { Type: "Ready", Reason: "NodeNotReady" }) == true
        || PodHealth.Statuses(pod).Any(s => s.State?.Waiting?.Message?.Contains("no match for platform", StringComparison.Ordinal) == true);

    // The images on a node are most of its object, and no diagnosis needs them.
    private static Lookup<IReadOnlyList<V1Node>> Slim(Lookup<IReadOnlyList<V1Node>> nodes) => nodes.Value is not { } found
        ? nodes
        : Lookup.Found<IReadOnlyList<V1Node>>([.. found.Select(n => n.Status is null ? n : n with { Status = n.Status with { Images = null } })]);

    // A node without pods is known to have everything free.
    private static Dictionary<string, NodeUsage>? WithIdle(IReadOnlyList<V1Node> nodes, IReadOnlyDictionary<string, NodeUsage>? usage) =>
        usage is null ? null : nodes.Select(n => n.Metadata.Name).Union(usage.Keys).ToDictionary(n => n, n => usage.GetValueOrDefault(n) ?? PodRequests.Sum([]), StringComparer.Ordinal);

    private async Task<IReadOnlyDictionary<string, NodeUsage>?> UsageAsync(CancellationToken cancellationToken)
    {
        var running = new ListQuery(FieldSelector: "spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed") { MaxItems = GatheringLimits.PodsForUsage };
        var pods = await view.ListAsync<V1Pod>(null, running, cancellationToken).ConfigureAwait(false);
        return pods is { IsFound: true, Message: null }
            ? pods.Value.GroupBy(p => p.Spec.NodeName, StringComparer.Ordinal).ToDictionary(g => g.Key, g => PodRequests.Sum(g), StringComparer.Ordinal)
            : null;
    }
}
