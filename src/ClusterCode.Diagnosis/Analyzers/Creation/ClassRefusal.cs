using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>The pods name a PriorityClass or RuntimeClass that does not exist (plugin/pkg/admission/priority, runtimeclass).</summary>
internal sealed partial class ClassRefusal : IRefusalJudge
{
    /// <inheritdoc />
    public bool Knows(string message) => Priority().IsMatch(message) || Runtime().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        if (Runtime().Match(refusal.Message) is { Success: true } runtime)
            return Finding(refusal, "RuntimeClass", "node.k8s.io/v1", "runtimeClassName", runtime.Groups["name"].Value, null);
        var name = Priority().Match(refusal.Message).Groups["name"].Value;
        return refusal.File.Facts.Names<V1PriorityClass>(null) is { } classes
            ? Finding(refusal, "PriorityClass", "scheduling.k8s.io/v1", "priorityClassName", name, NearMiss.Best(name, classes.Value ?? []))
            : null;
    }

    private static FindingDraft Finding(CreationRefusal refusal, string kind, string apiVersion, string field, string name, string? near) => refusal.Finding(
        CauseCategories.AdmissionDenied,
        $"{kind} {name}, which {field} of {refusal.Who} names, does not exist{(near is null ? "" : $"; {near} does")}: {refusal.Effect}",
        new ResourceReference { ApiVersion = apiVersion, Kind = kind, Name = name },
        name) with
    {
        Remediation = [new Remediation { Title = near is null ? $"Which {kind} should {refusal.Who} use? Correct {field}, or create {name}" : $"Is {near} meant? Then correct {field}", Risk = RemediationRisk.Medium }],
    };

    [GeneratedRegex(@"no PriorityClass with name (?<name>\S{1,253}) was found", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Priority();

    [GeneratedRegex(@"RuntimeClass(?:\.node\.k8s\.io)? ""(?<name>[^""]{1,253})"" not found", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Runtime();
}
