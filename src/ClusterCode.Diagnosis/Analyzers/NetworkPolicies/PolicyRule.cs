using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.NetworkPolicies;

/// <summary>One rule of a NetworkPolicy, whichever its direction.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="IsIngress">True for traffic to the pods that the policy selects, false for traffic from them.</param>
/// <param name="Index">The rule's place in its list.</param>
/// <param name="Peers">Who is allowed; none: everybody.</param>
/// <param name="Ports">The ports that are allowed; none: all.</param>
internal sealed record PolicyRule(V1NetworkPolicy Policy, bool IsIngress, int Index, IList<V1NetworkPolicyPeer> Peers, IList<V1NetworkPolicyPort> Ports)
{
    /// <summary>The labels of the policy's own namespace; null where they are not known.</summary>
    public IDictionary<string, string>? HomeLabels { get; init; }

    /// <summary>The rule's field in the policy, such as <c>ingress[0]</c>.</summary>
    public string Field => $"{(IsIngress ? "ingress" : "egress")}[{Index}]";

    /// <summary>The list of peers in the policy, such as <c>ingress[0].from</c>.</summary>
    public string PeerField => $"{Field}.{(IsIngress ? "from" : "to")}";

    /// <summary>The rules of a policy for one direction.</summary>
    public static IEnumerable<PolicyRule> Of(V1NetworkPolicy policy, bool isIngress) => isIngress
        ? (policy.Spec?.Ingress ?? []).Select((r, i) => new PolicyRule(policy, true, i, r.FromProperty ?? [], r.Ports ?? []))
        : (policy.Spec?.Egress ?? []).Select((r, i) => new PolicyRule(policy, false, i, r.To ?? [], r.Ports ?? []));

    /// <summary>Whether the rule allows a port of the receiving pod; named ports are those of its containers.</summary>
    public bool AllowsPort(int number, string protocol, V1Pod? receiver) => Ports.Count == 0 || Ports.Any(p => (p.Protocol ?? "TCP") == protocol && IsPort(p, number, receiver));

    /// <summary>Whether the rule allows a pod of the namespace; null where that hangs on labels of namespaces or on addresses, which are not known.</summary>
    public bool? AllowsPod(V1Pod pod)
    {
        if (Peers.Count == 0)
            return true;
        var answers = Peers.Select(p => AllowsPod(p, pod)).ToList();
        return answers.Contains(true) ? true : answers.Contains(null) ? null : false;
    }

    /// <summary>The ports as a title names them.</summary>
    public string PortText => Ports.Count == 0 ? "every port" : $"port {Wording.List(Ports.Select(p => $"{p.Port?.Value ?? "any"}{(p.EndPort is { } end ? $"-{end}" : "")}{((p.Protocol ?? "TCP") == "TCP" ? "" : "/" + p.Protocol)}"))}";

    private static bool IsPort(V1NetworkPolicyPort port, int number, V1Pod? receiver)
    {
        if (port.Port?.Value is not { Length: > 0 } wanted)
            return true;
        if (int.TryParse(wanted, out var from))
            return port.EndPort is { } to ? number >= from && number <= to : number == from;
        return (receiver?.Spec?.Containers ?? []).SelectMany(c => c.Ports ?? []).Any(p => p.Name == wanted && p.ContainerPort == number);
    }

    private bool? AllowsPod(V1NetworkPolicyPeer peer, V1Pod pod)
    {
        if (peer.IpBlock is { } block)
            return block.Cidr is "0.0.0.0/0" or "::/0" && block.Except is not { Count: > 0 } ? true : null;
        if (peer.PodSelector is { } pods && !Connectivity.LabelText.Matches(pods, pod.Metadata.Labels))
            return false;
        return peer.NamespaceSelector is { } namespaces ? AllowsNamespace(namespaces, pod.Metadata.NamespaceProperty) : true;
    }

    // Every namespace carries its name as a label since v1.21; where more is not known, a rule may mean it.
    private bool? AllowsNamespace(V1LabelSelector namespaces, string ns)
    {
        if (HomeLabels is not null && ns == Policy.Metadata.NamespaceProperty)
            return Connectivity.LabelText.Matches(namespaces, HomeLabels);
        if (namespaces.MatchLabels is not { Count: > 0 } && namespaces.MatchExpressions is not { Count: > 0 })
            return true;
        var name = namespaces.MatchLabels?.TryGetValue("kubernetes.io/metadata.name", out var value) == true ? value : null;
        return name is not null && name != ns ? false : name == ns && namespaces.MatchLabels is { Count: 1 } && namespaces.MatchExpressions is not { Count: > 0 } ? true : null;
    }
}
