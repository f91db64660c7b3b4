using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.NetworkPolicies;

/// <summary>A peer of a rule whose pod selector nearly matches a pod.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Peer">The peer's place in its list.</param>
/// <param name="Wrong">The label that the rule asks for.</param>
/// <param name="Right">The label that the pod carries instead.</param>
internal sealed record PeerTypo(PolicyRule Rule, int Peer, KeyValuePair<string, string> Wrong, KeyValuePair<string, string> Right)
{
    /// <summary>The typo, where all labels but one match and that one nearly does; null elsewhere.</summary>
    public static PeerTypo? Of(PolicyRule rule, int index, V1NetworkPolicyPeer peer, V1Pod pod)
    {
        var wanted = peer.PodSelector?.MatchLabels ?? new Dictionary<string, string>();
        var labels = pod.Metadata.Labels ?? new Dictionary<string, string>();
        var wrong = wanted.Where(w => !labels.TryGetValue(w.Key, out var value) || value != w.Value).ToList();
        if (wrong is not [var only])
            return null;
        if (labels.TryGetValue(only.Key, out var carried))
            return NearMiss.Best(only.Value, [carried]) is null ? null : new PeerTypo(rule, index, only, new(only.Key, carried));
        var byKey = labels.FirstOrDefault(l => l.Value == only.Value && LabelText.IsPersons(l.Key));
        return byKey.Key is null ? null : new PeerTypo(rule, index, only, byKey);
    }
}
