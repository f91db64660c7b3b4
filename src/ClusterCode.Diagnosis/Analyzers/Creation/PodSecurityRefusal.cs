using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>
/// The namespace's Pod Security level, or a PodSecurityPolicy or SecurityContextConstraint of older clusters and OpenShift, forbids what the pod template asks for.
/// The message names each field with its container.
/// </summary>
internal sealed partial class PodSecurityRefusal : IRefusalJudge
{
    /// <summary>The most of the list of violations that a title repeats: it names what to change.</summary>
    private const int LongestList = 430;

    /// <summary>Settings that the levels demand of a container, by the field that their messages name (kubernetes/pod-security-admission/policy).</summary>
    private static readonly (string Field, string[] Yaml)[] Demands =
    [
        ("securityContext.privileged=true", ["  privileged: false"]),
        ("securityContext.allowPrivilegeEscalation=false", ["  allowPrivilegeEscalation: false"]),
        ("securityContext.capabilities.drop=[\"ALL\"]", ["  capabilities:", "    drop: [\"ALL\"]"]),
        ("securityContext.runAsNonRoot=true", ["  runAsNonRoot: true"]),
        ("securityContext.seccompProfile.type", ["  seccompProfile:", "    type: RuntimeDefault"]),
    ];

    /// <inheritdoc />
    public bool Knows(string message) => Level().IsMatch(message) || Policy().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        var ns = refusal.File.Namespace;
        if (Level().Match(refusal.Message) is { Success: true } level)
        {
            var (name, fields) = (level.Groups["level"].Value, level.Groups["fields"].Value);
            return refusal.Finding(
                CauseCategories.PodSecurityViolation,
                $"PodSecurity \"{name}\" of namespace {ns} forbids the pods of {refusal.Who} ({Created(refusal)}): {Wording.Clip(fields, LongestList)}",
                says: $"{name} {Wording.Clip(Places().Replace(fields, ""), LongestList)}") with
            {
                Explanation = $"The level is set by the label pod-security.kubernetes.io/enforce of namespace {ns}.",
                Remediation = [.. Remediations(refusal, ns, fields)],
            };
        }

        var policy = Policy().Match(refusal.Message);
        var (kind, why) = (policy.Groups["kind"].Value.StartsWith("pod", StringComparison.Ordinal) ? "PodSecurityPolicy" : "SecurityContextConstraints", policy.Groups["fields"].Value);
        return refusal.Finding(
            CauseCategories.PodSecurityViolation,
            why.Length == 0
                ? $"No {kind} may be used by the ServiceAccount of {refusal.Who} ({Created(refusal)})"
                : $"No {kind} that {refusal.Who} may use allows its pods ({Created(refusal)}): {Wording.Clip(why, LongestList)}",
            says: Wording.Clip(why, LongestList)) with
        {
            Remediation = [new Remediation { Title = $"Does {refusal.Who} need it? Else take the setting out; if so, let its ServiceAccount use a {kind} that allows it", Risk = RemediationRisk.Medium }],
        };
    }

    private static string Created(CreationRefusal refusal) =>
        refusal.Workload.DesiredReplicas is { } wanted ? $"{refusal.Workload.PodCount} of {wanted} created" : "none created";

    private static IEnumerable<Remediation> Remediations(CreationRefusal refusal, string ns, string fields)
    {
        var named = Containers().Matches(fields).SelectMany(m => Names().Matches(m.Groups["names"].Value)).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal);
        string[] settings = [.. Demands.Where(d => fields.Contains(d.Field, StringComparison.Ordinal)).SelectMany(d => d.Yaml)];
        if (settings.Length > 0)
        {
            foreach (var container in named)
            {
                var isInit = PodTemplates.SpecOf(refusal.File, refusal.Workload)?.InitContainers?.Any(c => c.Name == container) == true;
                yield return new Remediation
                {
                    Title = $"Give container {container} the settings that the level demands; the image must be able to run with them",
                    Patch = TemplatePatch.Container(refusal.Workload.Reference, container, isInit, ["securityContext:", .. settings]),
                    Risk = RemediationRisk.Medium,
                };
            }
        }

        yield return new Remediation
        {
            Title = $"Does {refusal.Who} need these rights? Then it belongs in a namespace with a weaker level than {ns}",
            Risk = RemediationRisk.High,
        };
    }

    [GeneratedRegex(@"violates PodSecurity ""(?<level>[^""]{1,100})"": (?<fields>.{1,2000})", RegexOptions.Singleline, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Level();

    [GeneratedRegex(
        @"unable to validate against any (?<kind>pod security policy|security context constraint)s?: \[(?<fields>.{0,2000})\]",
        RegexOptions.Singleline | RegexOptions.IgnoreCase,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Policy();

    [GeneratedRegex(@"containers? (?<names>""[^""]{1,63}""(?:, ""[^""]{1,63}""){0,20})", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Containers();

    [GeneratedRegex(@"""(?<name>[^""]{1,63})""", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Names();

    [GeneratedRegex(@"\([^)]{0,500}\)", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Places();
}
