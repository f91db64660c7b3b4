using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>Why a process cannot work with a peer, as far as the cluster shows it.</summary>
internal static partial class DependencyJudgement
{
    /// <summary>The finding; null while too little is known.</summary>
    public static FindingDraft? Of(DependencyError error)
    {
        if (DependencyErrors.IsRefusal(error.Shape.Kind))
            return DependencyRejection.Of(error);
        var name = Name(error);
        if (DnsJudgement.IsSilent(error.Shape) && DnsJudgement.OfSilence(error, name) is { } silent)
            return silent.Finding;
        if (error.Shape.Kind == ErrorShapeKind.ServerError)
        {
            return name is { Kind: ClusterNameKind.Service } peer && peer.Namespace == error.File.Namespace && ServiceDependency.Of(error, peer) is { Behind: not [] } linked ? linked : null;
        }

        return name?.Kind switch
        {
            ClusterNameKind.Loopback => LoopbackDependency.Of(error),
            ClusterNameKind.Service when name.Namespace == error.File.Namespace => ServiceDependency.Of(error, name),
            ClusterNameKind.Service => OtherNamespaceDependency.Of(error, name),
            _ => Outside(error, name),
        };
    }

    // db-0.db is a pod of StatefulSet db by its headless Service, in the same namespace.
    private static ClusterName? Name(DependencyError error) =>
        ClusterName.Parse(error.Host, error.File.Namespace) is { Kind: ClusterNameKind.Service, IsExplicit: false } name && error.Host!.Split('.') is [var pod, var service] && Ordinal().IsMatch(pod)
            ? name with { Service = service, Namespace = error.File.Namespace }
            : ClusterName.Parse(error.Host, error.File.Namespace);

    [GeneratedRegex(@"-\d{1,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();

    private static FindingDraft? Outside(DependencyError error, ClusterName? name)
    {
        if (error.Shape.Kind is ErrorShapeKind.Timeout or ErrorShapeKind.Unreachable && error.Port is { } port)
        {
            if (error.File.Facts.List<V1NetworkPolicy>(error.File.Namespace) is not { } policies)
                return null;
            if (policies.IsFound && new NetworkPolicies.PolicySet(policies.Value).Outside(error.Pod.Pod, port) is { } block)
                return Blocked(error, block, error.Target, error.Pod.Pod);
        }

        if (error.Shape.Kind == ErrorShapeKind.NoSuchHost && DnsJudgement.OfPod(error) is { } dns)
            return dns;
        if (name is { Kind: ClusterNameKind.Address } && error.File.Facts.List<V1Pod>(error.File.Namespace) is var pods)
        {
            if (pods is null)
                return null;
            if (pods.Value?.FirstOrDefault(p => p.Status?.PodIP == error.Host) is { } peer)
                return IsTold(error, peer) ? null : OfPeerPod(error, peer);
        }

        var what = name switch
        {
            { Kind: ClusterNameKind.External } => ", which is no name of the cluster",
            { Kind: ClusterNameKind.Address } when error.Services is { IsFound: true } && error.Host == error.Shape.Host => $", an address that no Service of namespace {error.File.Namespace} has",
            _ => "",
        };
        var meant = error.Shape.Host is { } shown && shown != error.Host && error.Host is not null ? $" at {shown}" : "";
        return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}{meant}{what}") with
        {
            Remediation = [ConnectivityDraft.Ask($"Is {error.Target} right, and does it answer there?")],
        };
    }

    // A member of its own workload that fails is told by itself.
    private static bool IsTold(DependencyError error, V1Pod peer) =>
        PodOwner.Names(peer).Contains(error.Workload.Reference) && PodHealth.Of(peer, error.File.Now) == PodState.Failing;

    // Members of a cluster name each other by address; the pod behind one tells why it does not answer.
    private static FindingDraft OfPeerPod(DependencyError error, V1Pod peer)
    {
        var owner = PodOwner.Names(peer).ToList();
        var state = PodHealth.IsReady(peer) ? "is ready now" : "is not ready";
        error.File.Follow(PodOwner.ToFollow(peer));
        return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}: that is pod {peer.Metadata.Name}, which {state}") with { Behind = owner };
    }

    /// <summary>The finding that a NetworkPolicy is in the way.</summary>
    public static FindingDraft Blocked(DependencyError error, NetworkPolicies.PolicyBlock block, string receiver, V1Pod caller) => error.Finding(
        CauseCategories.NetworkPolicyBlocks, $"{block.Sentence(error.Caller, receiver)} ({error.Container.Noun()}: {DependencyError.Words(error.Shape.Kind)} to {error.Target})", block.Reference, block.Evidence) with
    {
        Remediation = [block.Remedy(caller)],
    };

    /// <summary>A number as titles print it.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
