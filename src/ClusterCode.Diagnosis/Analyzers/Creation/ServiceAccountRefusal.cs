using System.Text.RegularExpressions;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>The pods' ServiceAccount does not exist (plugin/pkg/admission/serviceaccount).</summary>
internal sealed partial class ServiceAccountRefusal : IRefusalJudge
{
    /// <inheritdoc />
    public bool Knows(string message) => Missing().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        var (ns, name) = (refusal.File.Namespace, Missing().Match(refusal.Message).Groups["name"].Value);
        if (refusal.File.Facts.Names<V1ServiceAccount>(ns) is not { } accounts)
            return null;
        var near = NearMiss.Best(name, accounts.Value ?? []);
        var finding = refusal.Finding(
            CauseCategories.MissingServiceAccount,
            $"ServiceAccount {ns}/{name} does not exist{(near is null ? "" : $"; {near} does")}: {refusal.Effect}",
            new ResourceReference { ApiVersion = "v1", Kind = "ServiceAccount", Namespace = ns, Name = name },
            name);
        return finding with
        {
            Explanation = Explain(name, accounts),
            Evidence = [.. finding.Evidence, .. Listed(ns, accounts)],
            Remediation = [.. Remediations(refusal, ns, name, near)],
        };
    }

    private static string? Explain(string name, Lookup<IReadOnlyList<string>> accounts) => accounts switch
    {
        { IsFound: true } when accounts.Value.Contains(name) => "It exists by now; the controller tries again, at growing intervals.",
        { IsForbidden: true } => "The operator may not list ServiceAccounts here; the API server's refusal is the proof.",
        _ => null,
    };

    private static IEnumerable<EvidenceDraft> Listed(string ns, Lookup<IReadOnlyList<string>> accounts) => accounts.IsFound
        ? [new EvidenceDraft(EvidenceKind.Status, $"serviceaccounts in namespace {ns}", accounts.Value.Count == 0 ? "none" : Wording.List(accounts.Value, 20))]
        : [];

    private static IEnumerable<Remediation> Remediations(CreationRefusal refusal, string ns, string name, string? near)
    {
        if (near is not null)
        {
            yield return new Remediation
            {
                Title = $"Is ServiceAccount {near} meant? Then let the pods use it",
                Command = Kubectl.Workload(refusal.Workload.Reference) is { } target && Kubectl.IsName(near) ? $"kubectl set serviceaccount {target} {near}" : null,
                Risk = RemediationRisk.Medium,
            };
        }

        yield return new Remediation
        {
            Title = $"Create ServiceAccount {name}, and bind the roles that it needs; the pods follow without a restart",
            Command = Kubectl.Of("create serviceaccount", ns, name),
            Risk = RemediationRisk.Low,
        };
    }

    [GeneratedRegex(@"error looking up service account \S{1,253}/(?<name>[^\s:/]{1,253}): serviceaccount ""[^""]{1,253}"" not found", RegexOptions.IgnoreCase, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Missing();
}
