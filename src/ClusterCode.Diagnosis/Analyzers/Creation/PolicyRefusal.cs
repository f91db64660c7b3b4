using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>A webhook, a ValidatingAdmissionPolicy or another admission plugin refuses the pods, or the API server holds them for invalid: its own words say why.</summary>
internal sealed partial class PolicyRefusal : IRefusalJudge
{
    /// <summary>The most of a policy's words that a title repeats: they name the field and what is wanted.</summary>
    private const int LongestReason = 350;

    /// <inheritdoc />
    public bool Knows(string message) => Webhook().IsMatch(message) || Policy().IsMatch(message) || Other().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        if (Policy().Match(refusal.Message) is { Success: true } policy)
        {
            var (name, binding) = (policy.Groups["name"].Value, policy.Groups["binding"].Value);
            return Finding(refusal, $"{policy.Groups["kind"].Value} {name}{(binding.Length == 0 ? "" : $" (binding {binding})")} denies", policy.Groups["why"].Value, name, Kubectl.IsName(name) ? $"kubectl get validatingadmissionpolicy {name} -o yaml" : null);
        }

        if (Webhook().Match(refusal.Message) is { Success: true } webhook)
            return Finding(refusal, $"Admission webhook {webhook.Groups["name"].Value} denies", webhook.Groups["why"].Value, webhook.Groups["name"].Value, null);
        var other = Other().Match(refusal.Message);
        return Finding(refusal, other.Groups["how"].Value == "invalid" ? "The API server holds for invalid" : "The API server refuses", other.Groups["why"].Value, null, null);
    }

    private static FindingDraft Finding(CreationRefusal refusal, string who, string why, string? policy, string? command)
    {
        var reason = Wording.Clip(why, LongestReason);
        return refusal.Finding(
            CauseCategories.AdmissionDenied,
            $"{who} the pods of {refusal.Who} ({refusal.Workload.PodCount} of {Math.Max(1, refusal.Workload.DesiredReplicas ?? 1)} created){(reason.Length == 0 ? ", without saying why" : $": {reason}")}",
            says: $"{policy} {LogDigest.Normalize(reason)}") with
        {
            Remediation =
            [
                new Remediation
                {
                    Title = policy is null ? $"Change the pod template of {refusal.Who} so that it is accepted" : $"Change the pod template of {refusal.Who} so that it obeys {policy}, or ask who owns the policy for an exception",
                    Command = command,
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }

    [GeneratedRegex(@"admission webhook ""(?<name>[^""]{1,253})"" denied the request(?:: (?<why>.{1,1500})| without explanation)", RegexOptions.Singleline, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Webhook();

    [GeneratedRegex(
        @"(?<kind>(?:Validating|Mutating)AdmissionPolicy) '(?<name>[^']{1,253})'(?: with binding '(?<binding>[^']{1,253})')? denied request: (?<why>.{1,1500})",
        RegexOptions.Singleline,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Policy();

    [GeneratedRegex(@"(?:^|\s)(?:""[^""]{0,253}"" )?is (?<how>forbidden|invalid): (?<why>.{1,1500})", RegexOptions.Singleline, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Other();
}
