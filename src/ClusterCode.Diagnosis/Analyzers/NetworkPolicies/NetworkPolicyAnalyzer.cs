using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Dependencies;
using ClusterCode.Diagnosis.Analyzers.Services;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.NetworkPolicies;

/// <summary>Judges a NetworkPolicy that was asked about: labels that no pod carries, ports that no pod has, names that cannot be resolved, Services that it closes.</summary>
internal sealed class NetworkPolicyAnalyzer : ObjectAnalyzer<V1NetworkPolicy>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1NetworkPolicy value)
    {
        var ns = value.Metadata.NamespaceProperty;
        var (pods, policies, services) = (file.Facts.List<V1Pod>(ns), file.Facts.List<V1NetworkPolicy>(ns), file.Services ?? file.Facts.List<V1Service>(ns));
        if (pods is not { IsFound: true, Message: null } || policies is not { IsFound: true } || services is null)
            return [];
        var set = new PolicySet(policies.Value);
        var selected = pods.Value.Where(p => LabelText.Matches(value.Spec?.PodSelector, p.Metadata.Labels) && p.Metadata.DeletionTimestamp is null).ToList();
        if (selected.Count == 0)
            return SelectsNothing(reference, value, pods.Value);

        var blocked = BlockedCallers(file, reference, selected).ToList();
        if (blocked.Count > 0)
            return blocked;
        List<FindingDraft> found = [.. Typos(reference, value, pods.Value)];
        if (found.Count == 0 && PolicySet.Governs(value, isIngress: false))
            found.AddRange(Dns(reference, value, set, selected));
        if (found.Count == 0 && PolicySet.Governs(value, isIngress: true))
            found.AddRange(Closed(file, value, services, pods.Value));
        return found;
    }

    private static IEnumerable<FindingDraft> SelectsNothing(ResourceReference reference, V1NetworkPolicy policy, IReadOnlyList<V1Pod> pods)
    {
        foreach (var label in policy.Spec?.PodSelector?.MatchLabels ?? new Dictionary<string, string>())
        {
            var carried = pods.Where(p => p.Metadata.Labels?.ContainsKey(label.Key) == true).ToList();
            if (carried.Any(p => p.Metadata.Labels[label.Key] == label.Value) || NearMiss.Best(label.Value, carried.Select(p => p.Metadata.Labels[label.Key])) is not { } near)
                continue;
            var owner = PodOwner.Title(PodOwner.Of(carried.First(p => p.Metadata.Labels[label.Key] == near)));
            yield return ConnectivityDraft.Of(
                CauseCategories.NetworkPolicyBlocks,
                reference,
                $"NetworkPolicy {reference.Namespace}/{reference.Name} selects {label.Key}={label.Value}, which no pod carries, so that it governs none; the pods of {owner} carry {label.Key}={near}",
                ConnectivityDraft.Spec(reference, "spec.podSelector", LabelText.Of(policy.Spec!.PodSelector))) with
            {
                Severity = Severity.Warning,
                Remediation = [ConnectivityDraft.Ask($"Are the pods of {owner} meant? Then correct spec.podSelector")],
            };
        }
    }

    // Pods that fail because of it say so in their logs; they are looked into, and what is found there is this policy's.
    private static IEnumerable<FindingDraft> BlockedCallers(CaseFile file, ResourceReference reference, List<V1Pod> selected)
    {
        foreach (var pod in selected.Where(p => PodHealth.Of(p, file.Now) == PodState.Failing).DistinctBy(PodOwner.Of).Take(2))
            file.Follow(PodOwner.ToFollow(pod));
        return file.Workloads
            .SelectMany(w => new DependencyAnalyzer().Analyze(file, w))
            .Where(d => d.Category == CauseCategories.NetworkPolicyBlocks && d.Resource.Name == reference.Name && d.Resource.Kind == reference.Kind)
            .Select(d => d with { Pod = null, Container = null })
            .DistinctBy(d => d.Title);
    }

    private static IEnumerable<FindingDraft> Typos(ResourceReference reference, V1NetworkPolicy policy, IReadOnlyList<V1Pod> pods)
    {
        foreach (var isIngress in new[] { true, false })
        {
            if (ClosedService.Typo(PolicyRule.Of(policy, isIngress), pods) is not { } typo)
                continue;
            var owner = pods.First(p => p.Metadata.Labels?.TryGetValue(typo.Right.Key, out var value) == true && value == typo.Right.Value);
            var block = new PolicyBlock(policy, isIngress, 0, "TCP") { Typo = typo };
            yield return ConnectivityDraft.Of(
                CauseCategories.NetworkPolicyBlocks,
                reference,
                $"NetworkPolicy {reference.Namespace}/{reference.Name} {(isIngress ? "lets in" : "lets out to")} pods with {typo.Wrong.Key}={typo.Wrong.Value} ({typo.Rule.PeerField}[{typo.Peer}]), which no pod carries; the pods of {PodOwner.Title(PodOwner.Of(owner))} carry {typo.Right.Key}={typo.Right.Value}",
                ConnectivityDraft.Spec(reference, $"spec.{typo.Rule.PeerField}[{typo.Peer}].podSelector", $"{typo.Wrong.Key}={typo.Wrong.Value}"),
                ConnectivityDraft.Spec(Refer.To("v1", "Pod", reference.Namespace, owner.Metadata.Name), "metadata.labels", LabelText.Of(owner.Metadata.Labels.Where(l => LabelText.IsPersons(l.Key))))) with
            {
                Remediation = [block.Remedy(owner)],
            };
        }
    }

    // To deny everything may be meant; to allow something by name and not the resolving of names is a mistake.
    private static IEnumerable<FindingDraft> Dns(ResourceReference reference, V1NetworkPolicy policy, PolicySet set, List<V1Pod> selected)
    {
        if (!PolicyRule.Of(policy, isIngress: false).Any(r => r.Peers.Any(p => p.IpBlock is null)) || set.Dns(selected[0]) is not { } block)
            yield break;
        yield return DnsFinding(block with { Policy = policy }, PodOwner.Title(PodOwner.Of(selected[0])), selected[0]) with { Resource = reference };
    }

    /// <summary>The finding that a policy keeps pods from resolving names.</summary>
    public static FindingDraft DnsFinding(PolicyBlock block, string caller, V1Pod pod) => ConnectivityDraft.Of(
        CauseCategories.NetworkPolicyBlocks,
        block.Reference,
        $"NetworkPolicy {block.Reference.Namespace}/{block.Reference.Name} blocks egress of {caller} to DNS (port 53), so that no name resolves: {(block.AllowedBy.Count == 0 ? "it lets nothing out" : $"it lets out only {Wording.List(block.AllowedBy.Select(r => r.PortText).Distinct())}{(block.AllowedBy.Any(r => r.AllowsPort(53, "UDP", null)) ? " to pods of its own namespace" : "")}")}",
        block.Evidence) with
    {
        Remediation = [block.Remedy(pod) with { Patch = DnsRule(block.Policy) }],
    };

    private static IEnumerable<FindingDraft> Closed(CaseFile file, V1NetworkPolicy policy, Lookup<IReadOnlyList<V1Service>> services, IReadOnlyList<V1Pod> pods) =>
        (services.Value ?? [])
            .Where(s => s.Spec?.Selector is { Count: > 0 })
            .Select(s => new ServiceBackends(s, pods))
            .Where(b => b.Ready.Count > 0)
            .SelectMany(b => ClosedService.Of(file, b))
            .Where(d => d.Resource.Name == policy.Metadata.Name)
            .Select(d => d with { Severity = Severity.Critical })
            .Take(1);

    private static string? DnsRule(V1NetworkPolicy policy)
    {
        string[] existing = policy.Spec?.Egress is { Count: > 0 } ? ["  # after the rules that are there:"] : [];
        string[] lines = ["spec:", "  egress:", .. existing, "  - to:", "    - namespaceSelector: {}", "    ports:", "    - {protocol: UDP, port: 53}", "    - {protocol: TCP, port: 53}"];
        return string.Join('\n', lines);
    }
}
