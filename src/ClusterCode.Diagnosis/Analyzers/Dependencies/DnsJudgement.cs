using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Analyzers.NetworkPolicies;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>Whether it is the resolving of names that fails: the pod's own DNS settings, a NetworkPolicy, or the cluster's DNS.</summary>
internal static partial class DnsJudgement
{
    /// <summary>An answer that may still be "not known yet".</summary>
    /// <param name="Finding">The finding; null while too little is known.</param>
    internal sealed record Answer(FindingDraft? Finding);

    /// <summary>True where the log says that DNS itself gave no answer, rather than that a name does not exist.</summary>
    public static bool IsSilent(ErrorShape shape) => shape.Kind is ErrorShapeKind.NoSuchHost or ErrorShapeKind.Timeout or ErrorShapeKind.ConnectionRefused && NoAnswer().IsMatch(Wording.Clip(shape.Line, 500));

    /// <summary>The name that DNS was asked for, where the line names the server too; null elsewhere.</summary>
    public static string? Asked(ErrorShape shape) => Lookup().Match(Wording.Clip(shape.Line, 500)) is { Success: true } match ? match.Groups["host"].Value.TrimEnd('.') : null;

    /// <summary>Why DNS gave no answer; null where something else explains it better, such as a Service that does not exist.</summary>
    public static Answer? OfSilence(DependencyError error, ClusterName? name)
    {
        if (OfPod(error) is { } own)
            return new Answer(own);
        if (error.File.Facts.List<V1NetworkPolicy>(error.File.Namespace) is not { } policies)
            return new Answer(null);
        if (policies.IsFound && new PolicySet(policies.Value).Dns(error.Pod.Pod) is { } block)
            return new Answer(Blocked(error, block));

        // Some resolvers say "try again" of names that do not exist.
        var isOwnService = name is { Kind: ClusterNameKind.Service } && name.Namespace == error.File.Namespace;
        if (isOwnService && error.Services is not { } services)
            return new Answer(null);
        return isOwnService && error.Services is { IsFound: true } all && all.Value.All(s => s.Metadata.Name != name!.Service) ? null : new Answer(Down(error, "DNS gives no answer"));
    }

    /// <summary>What is wrong with the pod's own DNS settings; null where nothing is.</summary>
    public static FindingDraft? OfPod(DependencyError error)
    {
        var spec = error.Pod.Pod.Spec;
        var (policy, config) = (spec?.DnsPolicy ?? "ClusterFirst", spec?.DnsConfig);
        var servers = config?.Nameservers ?? [];
        var isCluster = ClusterName.Parse(error.Host, error.File.Namespace) is { Kind: ClusterNameKind.Service };
        var unknown = isCluster ? $", which does not know {error.Host}" : "";
        var why = (policy, servers.Count) switch
        {
            ("None", 0) => "has dnsPolicy None and names no nameserver in dnsConfig",
            ("None", _) when isCluster && config?.Searches is not { Count: > 0 } && error.Host?.Contains('.', StringComparison.Ordinal) == false => $"has dnsPolicy None with nameserver {Wording.List(servers)} and no searches in dnsConfig, so that the short name {error.Host} is not completed to {error.Host}.{error.File.Namespace}.svc.cluster.local",
            ("None", _) => $"has dnsPolicy None with nameserver {Wording.List(servers)}{unknown}",
            ("Default", _) when isCluster => $"has dnsPolicy Default, so that it asks the node's nameserver{unknown}",
            ("ClusterFirst", _) when isCluster && spec?.HostNetwork == true => $"has hostNetwork with dnsPolicy ClusterFirst, which falls back to the node's nameserver{unknown}; ClusterFirstWithHostNet asks the cluster's",
            (_, > 0) => $"adds nameserver {Wording.List(servers)} in dnsConfig{unknown}",
            _ => null,
        };
        if (why is null)
            return null;
        var right = spec?.HostNetwork == true ? "ClusterFirstWithHostNet" : "ClusterFirst";
        var patch = Kubectl.Workload(error.Workload.Reference) is { } workload && policy != right && error.Workload.Reference.Kind != "CronJob"
            ? $"kubectl patch {workload} --type merge -p '{{\"spec\":{{\"template\":{{\"spec\":{{\"dnsPolicy\":\"{right}\"}}}}}}}}'"
            : null;
        return error.Finding(
            CauseCategories.DnsConfigBroken,
            $"{error.Caller} {why} ({error.Container.Noun()} cannot resolve {error.Host ?? "names"})",
            null,
            Cite.Spec(error.Pod, "dnsPolicy", $"{policy}; nameservers: {Wording.List(servers)}; searches: {Wording.List(config?.Searches ?? [])}; hostNetwork: {spec?.HostNetwork == true}")) with
        {
            Confidence = Confidence.High,
            Remediation = [patch is null ? ConnectivityDraft.Ask("Which nameserver should the pod ask? Correct dnsConfig", RemediationRisk.Medium) : new Remediation { Title = $"Let the pod ask cluster DNS (dnsPolicy {right})", Command = patch, Risk = RemediationRisk.Medium }],
        };
    }

    /// <summary>The finding that a NetworkPolicy keeps the pod from DNS.</summary>
    public static FindingDraft Blocked(DependencyError error, PolicyBlock block)
    {
        var policy = NetworkPolicyAnalyzer.DnsFinding(block, error.Caller, error.Pod.Pod);
        return error.Finding(CauseCategories.NetworkPolicyBlocks, $"{policy.Title} ({error.Container.Noun()} cannot resolve {error.Host ?? "names"})", block.Reference, policy.Evidence) with
        {
            Confidence = Confidence.High,
            Remediation = policy.Remediation,
        };
    }

    /// <summary>The finding that the cluster's DNS does not answer as it should.</summary>
    public static FindingDraft Down(DependencyError error, string why)
    {
        var server = Server().Match(Wording.Clip(error.Shape.Line, 500)) is { Success: true } match ? $" at {match.Groups["server"].Value}" : "";
        return error.Finding(CauseCategories.DnsConfigBroken, $"{error.Container.Title()} cannot resolve {error.Host ?? "names"}{error.Where}: {why}; cluster DNS{server} (CoreDNS in kube-system), or the pod's way to it, is not well") with
        {
            Behind = [Refer.To("apps/v1", "Deployment", "kube-system", "coredns")],
            Remediation = [new Remediation { Title = "Is cluster DNS ready?", Command = "kubectl get pods -n kube-system -l k8s-app=kube-dns", Risk = RemediationRisk.Low }],
        };
    }

    [GeneratedRegex("""temporary failure in name resolution|EAI_AGAIN|try again|server misbehaving|no servers could be reached|(?:lookup|dns|resolv)[^\n]{0,200}(?:i/o timeout|timed out|:53: (?:read|connect|dial)[^\n]{0,60}(?:refused|timeout))|SERVFAIL""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex NoAnswer();

    [GeneratedRegex("""\blookup (?<host>[a-z0-9][a-z0-9._-]{0,252}) on [0-9a-f.:\[\]]{3,45}:53\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Lookup();

    [GeneratedRegex("""on (?<server>[0-9a-f.:\[\]]{3,45}:53)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Server();
}
