using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Evidence;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.NetworkPolicies;

/// <summary>A NetworkPolicy that keeps a pod from a port.</summary>
/// <param name="Policy">The policy that is to blame.</param>
/// <param name="IsIngress">True where it closes the receiver, false where it closes the caller.</param>
/// <param name="Port">The port.</param>
/// <param name="Protocol">Its protocol.</param>
internal sealed record PolicyBlock(V1NetworkPolicy Policy, bool IsIngress, int Port, string Protocol)
{
    /// <summary>What is allowed instead.</summary>
    public IReadOnlyList<PolicyRule> AllowedBy { get; init; } = [];

    /// <summary>The misspelt peer that would have allowed it.</summary>
    public PeerTypo? Typo { get; init; }

    /// <summary>The rule that allows the peer on another port.</summary>
    public PolicyRule? WrongPort { get; init; }

    /// <summary>The policy as a finding names it.</summary>
    public ResourceReference Reference => Refer.NetworkPolicy(Policy);

    /// <summary>The sentence: policy, direction, peer, port, and what differs.</summary>
    /// <param name="caller">Such as <c>Deployment checkout</c>.</param>
    /// <param name="receiver">Such as <c>Deployment postgres</c>.</param>
    public string Sentence(string caller, string receiver)
    {
        var begins = $"NetworkPolicy {Policy.Metadata.NamespaceProperty}/{Policy.Metadata.Name}";
        var port = $"port {Port.ToString(CultureInfo.InvariantCulture)}{(Protocol == "TCP" ? "" : "/" + Protocol)}";
        return (Typo, WrongPort, IsIngress) switch
        {
            ({ } typo, _, true) => $"{begins} lets pods with {typo.Wrong.Key}={typo.Wrong.Value} reach {receiver} on {port} ({typo.Rule.PeerField}[{typo.Peer}]); the pods of {caller} carry {typo.Right.Key}={typo.Right.Value}",
            ({ } typo, _, false) => $"{begins} lets {caller} reach pods with {typo.Wrong.Key}={typo.Wrong.Value} on {port} ({typo.Rule.PeerField}[{typo.Peer}]); the pods of {receiver} carry {typo.Right.Key}={typo.Right.Value}",
            (_, { } rule, true) => $"{begins} lets {caller} reach {receiver} only on {rule.PortText} ({rule.Field}), not on {port}",
            (_, { } rule, false) => $"{begins} lets {caller} send to {receiver} only on {rule.PortText} ({rule.Field}), not on {port}",
            (_, _, true) => $"{begins} blocks ingress of {receiver} from {caller} on {port}: {Allowed("lets in")}",
            _ => $"{begins} blocks egress of {caller} to {receiver} on {port}: {Allowed("lets out")}",
        };
    }

    /// <summary>The policy's rules as evidence.</summary>
    public EvidenceDraft Evidence => ConnectivityDraft.Spec(
        Reference,
        $"spec.{(IsIngress ? "ingress" : "egress")}",
        $"podSelector: {LabelText.Of(Policy.Spec?.PodSelector)}; {Allowed("allowed")}");

    /// <summary>What a person may do about it; exact where the right value is known.</summary>
    /// <param name="caller">The labels of the caller's pods that tell them from others.</param>
    public Remediation Remedy(V1Pod? caller)
    {
        var (ns, name) = (Policy.Metadata.NamespaceProperty, Policy.Metadata.Name);
        if (Typo is { } typo && Kubectl.IsReference(typo.Wrong.Key) && Kubectl.IsReference(typo.Right.Key) && Kubectl.IsName(typo.Right.Value) && Kubectl.Of("patch networkpolicy", ns, typo.Rule.Policy.Metadata.Name) is { } patch)
        {
            var path = $"/spec/{(IsIngress ? "ingress" : "egress")}/{typo.Rule.Index}/{(IsIngress ? "from" : "to")}/{typo.Peer}/podSelector/matchLabels";
            var remove = typo.Wrong.Key == typo.Right.Key ? "" : $$"""{"op":"remove","path":"{{path}}/{{Pointer(typo.Wrong.Key)}}"},""";
            return new Remediation
            {
                Title = $"Correct the peer's label to {typo.Right.Key}={typo.Right.Value}",
                Command = $$"""{{patch}} --type json -p '[{{remove}}{"op":"add","path":"{{path}}/{{Pointer(typo.Right.Key)}}","value":"{{typo.Right.Value}}"}]'""",
                Risk = RemediationRisk.Low,
            };
        }

        if (WrongPort is { Ports: [{ EndPort: null }] } rule && Kubectl.Of("patch networkpolicy", ns, rule.Policy.Metadata.Name) is { } change)
        {
            return new Remediation
            {
                Title = $"Allow port {Port.ToString(CultureInfo.InvariantCulture)} too",
                Command = string.Create(
                    CultureInfo.InvariantCulture,
                    $$$"""{{{change}}} --type json -p '[{"op":"add","path":"/spec/{{{(IsIngress ? "ingress" : "egress")}}}/{{{rule.Index}}}/ports/-","value":{"port":{{{Port}}},"protocol":"{{{Protocol}}}"}}]'"""),
                Risk = RemediationRisk.Low,
            };
        }

        var labels = (caller?.Metadata.Labels ?? new Dictionary<string, string>()).Where(l => LabelText.IsPersons(l.Key)).ToList();
        var who = labels.Count == 0 ? "the caller" : LabelText.Of(labels);
        return ConnectivityDraft.Ask(IsIngress
            ? $"Should pods with {who} be let in on port {Port.ToString(CultureInfo.InvariantCulture)}? Add an ingress rule for them to NetworkPolicy {name}, or a policy of its own"
            : $"Should the pods that NetworkPolicy {name} selects send to port {Port.ToString(CultureInfo.InvariantCulture)}{(Port == 53 ? " of cluster DNS (UDP and TCP 53 to namespace kube-system)" : "")}? Add an egress rule for it");
    }

    private string Allowed(string verb)
    {
        var rules = AllowedBy.Take(4).Select(r => $"{Peers(r)} on {r.PortText}").ToList();
        return rules.Count == 0 ? $"it {verb} nothing, and no other policy allows it" : $"{(verb == "allowed" ? "allowed" : $"its pods' policies {verb.Replace("lets", "let", StringComparison.Ordinal)} only")}{(verb == "allowed" ? ":" : "")} {Wording.Clip(Wording.List(rules), 200)}";
    }

    private static string Peers(PolicyRule rule) => rule.Peers.Count == 0 ? "everybody" : Wording.List(rule.Peers.Select(Peer), 3);

    private static string Peer(V1NetworkPolicyPeer peer) => peer switch
    {
        { IpBlock: { } block } => block.Cidr,
        { NamespaceSelector: { } ns, PodSelector: { } pods } => $"{LabelText.Of(pods)} in namespaces {LabelText.Of(ns).Replace("every pod", "of any name", StringComparison.Ordinal)}",
        { NamespaceSelector: { } ns } => $"namespaces {LabelText.Of(ns).Replace("every pod", "of any name", StringComparison.Ordinal)}",
        { PodSelector: { } pods } => LabelText.Of(pods),
        _ => "nobody",
    };

    // RFC 6901: a slash within a key of a JSON pointer.
    private static string Pointer(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
