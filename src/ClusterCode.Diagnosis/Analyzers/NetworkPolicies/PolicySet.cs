using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.NetworkPolicies;

/// <summary>The NetworkPolicies of a namespace, taken together: a pod that one selects is open only to what any of them allows.</summary>
/// <param name="Policies">All of them.</param>
internal sealed record PolicySet(IReadOnlyList<V1NetworkPolicy> Policies)
{
    /// <summary>The labels of their namespace; null where they are not known, or do not matter.</summary>
    public IDictionary<string, string>? HomeLabels { get; init; }

    /// <summary>The policies with the labels of their namespace, where any of them hangs on labels of namespaces.</summary>
    public static PolicySet Of(CaseFile file, IReadOnlyList<V1NetworkPolicy> policies) => new(policies)
    {
        HomeLabels = policies.Any(HangsOnLabels) && file.Facts.Get<V1Namespace>(null, file.Namespace) is { IsFound: true } home ? home.Value.Metadata.Labels ?? new Dictionary<string, string>() : null,
    };

    /// <summary>DNS.</summary>
    private const int DnsPort = 53;

    /// <summary>The policies that isolate a pod in one direction.</summary>
    public IReadOnlyList<V1NetworkPolicy> Isolating(V1Pod pod, bool isIngress) =>
        [.. Policies.Where(p => Governs(p, isIngress) && LabelText.Matches(p.Spec?.PodSelector, pod.Metadata.Labels))];

    /// <summary>All rules of the policies that isolate a pod in one direction.</summary>
    public IReadOnlyList<PolicyRule> Rules(V1Pod pod, bool isIngress) => [.. Isolating(pod, isIngress).SelectMany(p => PolicyRule.Of(p, isIngress))];

    /// <summary>What keeps one pod from another's port; null where nothing does, or where it cannot be told.</summary>
    public PolicyBlock? Between(V1Pod caller, V1Pod receiver, int port, string protocol) =>
        Side(caller, receiver, receiver, port, protocol, isIngress: false) ?? Side(receiver, caller, receiver, port, protocol, isIngress: true);

    /// <summary>What keeps a pod from asking DNS; null where nothing does.</summary>
    public PolicyBlock? Dns(V1Pod pod)
    {
        var isolating = Isolating(pod, isIngress: false);
        var rules = isolating.SelectMany(p => PolicyRule.Of(p, false)).ToList();
        return isolating.Count == 0 || rules.Any(AllowsDns) ? null : new PolicyBlock(Blamed(isolating, false), false, DnsPort, "UDP") { AllowedBy = rules };
    }

    /// <summary>What keeps a pod from addresses outside the cluster; null where nothing does, or where it cannot be told.</summary>
    public PolicyBlock? Outside(V1Pod pod, int port) => Beyond(pod, port, p => p.IpBlock is not null);

    /// <summary>What keeps a pod from a Service of another namespace; null where nothing does, or where it cannot be told.</summary>
    public PolicyBlock? OtherNamespace(V1Pod pod, int port) => Beyond(pod, port, p => p.IpBlock is not null || p.NamespaceSelector is not null);

    private PolicyBlock? Beyond(V1Pod pod, int port, Func<V1NetworkPolicyPeer, bool> mayBeIt)
    {
        var isolating = Isolating(pod, isIngress: false);
        var rules = isolating.SelectMany(p => PolicyRule.Of(p, false)).ToList();
        return isolating.Count == 0 || rules.Any(r => r.AllowsPort(port, "TCP", null) && (r.Peers.Count == 0 || r.Peers.Any(mayBeIt)))
            ? null
            : new PolicyBlock(Blamed(isolating, false), false, port, "TCP") { AllowedBy = rules };
    }

    /// <summary>Whether a policy isolates in one direction (policyTypes; where absent: ingress always, egress where it has rules).</summary>
    public static bool Governs(V1NetworkPolicy policy, bool isIngress) => policy.Spec?.PolicyTypes is { Count: > 0 } types
        ? types.Contains(isIngress ? "Ingress" : "Egress")
        : isIngress || policy.Spec?.Egress is { Count: > 0 };

    private PolicyBlock? Side(V1Pod isolated, V1Pod peer, V1Pod receiver, int port, string protocol, bool isIngress)
    {
        var isolating = Isolating(isolated, isIngress);
        if (isolating.Count == 0)
            return null;
        var rules = isolating.SelectMany(p => PolicyRule.Of(p, isIngress)).Select(r => r with { HomeLabels = HomeLabels }).ToList();
        if (rules.Any(r => r.AllowsPort(port, protocol, receiver) && r.AllowsPod(peer) != false))
            return null;

        // The rule that comes nearest is what a person meant: the right peer on another port, or the right port for a peer that is misspelt.
        var byPeer = rules.FirstOrDefault(r => r.Peers.Any(p => p.PodSelector is { MatchLabels.Count: > 0 } or { MatchExpressions.Count: > 0 }) && r.AllowsPod(peer) == true);
        var typo = rules.Where(r => r.AllowsPort(port, protocol, receiver)).SelectMany(r => r.Peers.Select((p, i) => PeerTypo.Of(r, i, p, peer))).FirstOrDefault(t => t is not null);
        return new PolicyBlock(typo?.Rule.Policy ?? byPeer?.Policy ?? Blamed(isolating, isIngress), isIngress, port, protocol) { AllowedBy = rules, Typo = typo, WrongPort = typo is null ? byPeer : null };
    }

    private static bool HangsOnLabels(V1NetworkPolicy policy) => PolicyRule.Of(policy, isIngress: true).Concat(PolicyRule.Of(policy, isIngress: false))
        .SelectMany(rule => rule.Peers)
        .Any(peer => peer.NamespaceSelector is { MatchLabels.Count: > 0 } or { MatchExpressions.Count: > 0 });

    // A policy that has rules was written for these pods; of several, the one that denies everything is the more general.
    private static V1NetworkPolicy Blamed(IReadOnlyList<V1NetworkPolicy> isolating, bool isIngress) =>
        isolating.OrderByDescending(p => isolating.Count == 1 || !PolicyRule.Of(p, isIngress).Any()).ThenBy(p => p.Metadata.Name, StringComparer.Ordinal).First();

    // Cluster DNS stands in another namespace, whose labels are not known here: only rules that can only mean pods of this one do not reach it.
    private static bool AllowsDns(PolicyRule rule) =>
        (rule.AllowsPort(DnsPort, "UDP", null) || rule.Ports.Any(p => p.Port?.Value is "dns" or "dns-udp"))
        && (rule.Peers.Count == 0 || rule.Peers.Any(p => p.IpBlock is not null || (p.NamespaceSelector is { } ns && !NamesAnother(ns))));

    private static bool NamesAnother(V1LabelSelector namespaces) =>
        namespaces.MatchLabels?.TryGetValue("kubernetes.io/metadata.name", out var name) == true && name != "kube-system" && NearMisses.NearMiss.Best(name, ["kube-system"]) is not null;
}
