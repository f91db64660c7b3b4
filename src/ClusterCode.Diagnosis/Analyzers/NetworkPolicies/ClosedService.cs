using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Services;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.NetworkPolicies;

/// <summary>A Service whose pods are well, and that no pod can reach, because NetworkPolicies let nobody in.</summary>
internal static class ClosedService
{
    /// <summary>The finding; none where anything is let in on its ports, or where that cannot be told.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ServiceBackends backends)
    {
        if (backends.Examples is not [var pod, ..] || backends.Service.Spec.Ports is not { Count: > 0 } ports || file.Facts.List<V1NetworkPolicy>(backends.Reference.Namespace) is not { IsFound: true } found)
            yield break;
        var set = new PolicySet(found.Value);
        var isolating = set.Isolating(pod, isIngress: true);
        if (isolating.Count == 0)
            yield break;
        var rules = set.Rules(pod, isIngress: true);
        var numbers = ports.Select(p => (Port: p, ServiceProtocolFinding.Target(p, pod)?.Number)).ToList();
        if (numbers.Any(n => n.Number is not { } number || rules.Any(r => r.AllowsPort(number, n.Port.Protocol ?? "TCP", pod) && MayMeanSomebody(r, backends.Pods))))
            yield break;

        var first = numbers[0].Number!.Value;
        var typo = Typo(rules.Where(r => r.AllowsPort(first, "TCP", pod)), backends.Pods);
        var other = typo is null ? rules.FirstOrDefault(r => !r.AllowsPort(first, "TCP", pod)) : null;
        var policy = typo?.Rule.Policy ?? other?.Policy ?? isolating.OrderBy(p => p.Metadata.Name, StringComparer.Ordinal).First();
        var block = new PolicyBlock(policy, true, first, "TCP") { AllowedBy = rules, Typo = typo, WrongPort = other };
        var owner = PodOwner.Title(PodOwner.Of(pod));
        var service = $"Service {backends.Reference.Name}";
        var title = (typo, other) switch
        {
            ({ } wrong, _) => $"NetworkPolicy {policy.Metadata.NamespaceProperty}/{policy.Metadata.Name} lets only pods with {wrong.Wrong.Key}={wrong.Wrong.Value} reach {owner} ({service}), which no pod carries; there are pods with {wrong.Right.Key}={wrong.Right.Value}",
            (_, { } rule) => $"NetworkPolicy {policy.Metadata.NamespaceProperty}/{policy.Metadata.Name} lets {owner} be reached only on {rule.PortText} ({rule.Field}); {service} sends to port {first}",
            _ => $"NetworkPolicy {policy.Metadata.NamespaceProperty}/{policy.Metadata.Name} lets nobody reach the pods of {owner}, to which {service} sends (port {first}), and no other policy allows it",
        };
        yield return ConnectivityDraft.Of(CauseCategories.NetworkPolicyBlocks, Refer.NetworkPolicy(policy), title, block.Evidence, ConnectivityDraft.Spec(backends.Reference, "spec.ports", ServiceJudgement.Ports(backends.Service))) with
        {
            // Whoever is kept out says so at its own place; then that is the cause, and this says the same of the Service.
            Behind = [Refer.NetworkPolicy(policy)],
            Severity = file.IsAskedAlone("Service", backends.Reference.Name) || file.IsFollowed("Service", backends.Reference.Name) ? Severity.Critical : Severity.Warning,
            Remediation = [block.Remedy(null)],
        };
    }

    /// <summary>A peer that no pod is, and that one nearly is.</summary>
    public static PeerTypo? Typo(IEnumerable<PolicyRule> rules, IReadOnlyList<V1Pod> pods) => rules
        .SelectMany(r => r.Peers.Select((p, i) => (Rule: r, Index: i, Peer: p)))
        .Where(p => p.Peer is { IpBlock: null, NamespaceSelector: null, PodSelector.MatchLabels.Count: > 0 } && !pods.Any(pod => LabelText.Matches(p.Peer.PodSelector, pod.Metadata.Labels)))
        .SelectMany(p => pods.Select(pod => PeerTypo.Of(p.Rule, p.Index, p.Peer, pod)))
        .OfType<PeerTypo>()
        .OrderByDescending(t => NearMiss.Similarity(t.Wrong.Value, t.Right.Value))
        .FirstOrDefault();

    // Peers of other namespaces and addresses are not known, so they may be somebody.
    private static bool MayMeanSomebody(PolicyRule rule, IReadOnlyList<V1Pod> pods) =>
        rule.Peers.Count == 0 || rule.Peers.Any(p => p.IpBlock is not null || p.NamespaceSelector is not null || pods.Any(pod => LabelText.Matches(p.PodSelector, pod.Metadata.Labels)));
}
