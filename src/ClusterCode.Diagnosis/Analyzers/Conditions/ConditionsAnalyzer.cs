using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Views.Dynamic;

namespace ClusterCode.Diagnosis.Analyzers.Conditions;

/// <summary>
/// Objects of kinds that have no analyzer of their own say themselves what is wrong: in their conditions. The words are repeated as they are; the objects to which the
/// spec refers are followed, because the cause may lie there.
/// </summary>
internal sealed class ConditionsAnalyzer : ObjectAnalyzer<ClusterObject>
{
    private const string GatewayGroup = "gateway.networking.k8s.io/";

    /// <summary>Conditions of one object that are told.</summary>
    private const int Most = 3;

    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, ClusterObject value)
    {
        var conditions = ObjectCondition.Of(value.Document);
        var isAtWork = conditions.Any(ConditionTypes.IsAtWork);
        var bad = conditions.Where(c => ConditionTypes.IsBad(c) && !(isAtWork && IsYoung(file, c))).ToList();
        if (bad.Count == 0)
        {
            yield break;
        }

        var behind = ReferencedObjects.Of(value);
        foreach (var other in behind)
        {
            file.Facts.Follow(other);
        }

        // Each party says the same in several conditions; the most particular one stands for them.
        foreach (var said in bad.GroupBy(c => c.Party).Select(g => g.OrderBy(ConditionTypes.Rank).ToList()).Take(Most))
        {
            yield return Finding(file, reference, value, said, behind);
        }
    }

    private static bool IsYoung(CaseFile file, ObjectCondition condition) =>
        condition is { Status: "False", Since: { } since } && file.Now.UtcDateTime - since < PodHealth.StartGrace;

    private static FindingDraft Finding(CaseFile file, ResourceReference reference, ClusterObject value, List<ObjectCondition> said, IReadOnlyList<ResourceReference> behind)
    {
        var first = said[0];
        var status = first.Status is null ? first.Type : $"{first.Type}={first.Status}";
        var since = first.Since is { } time && file.Now.UtcDateTime > time ? $" since {Wording.Duration(file.Now.UtcDateTime - time)}" : "";
        var by = first.Party is { } party ? $" at {Wording.Clip(party)}" : "";
        var words = Wording.Clip(first.Message, 300);
        var reason = string.IsNullOrWhiteSpace(first.Reason) ? "" : $" ({Wording.Clip(first.Reason, 80)})";
        var isRoute = value.ApiVersion.StartsWith(GatewayGroup, StringComparison.Ordinal) && value.Kind.EndsWith("Route", StringComparison.Ordinal);
        return new FindingDraft
        {
            Category = isRoute ? CauseCategories.GatewayRouteRejected : CauseCategories.ResourceNotReady,
            Severity = said.Any(ConditionTypes.IsCritical) ? Severity.Critical : Severity.Warning,
            Confidence = Confidence.High,
            Title = $"{reference.Kind} {reference.Name} is {status}{by}{since}{reason}{(words.Length > 0 ? $": {words}" : ", and its condition says nothing more")}",
            Resource = reference,
            NormalizedMessage = LogDigest.Normalize($"{first.Type} {first.Reason}"),
            Evidence = [.. said.Select(c => new EvidenceDraft(
                EvidenceKind.Status,
                $"{reference.Kind.ToLowerInvariant()}/{reference.Name} {c.Place}[{c.Type}]",
                $"status={c.Status} reason={Wording.Clip(c.Reason)} message={Wording.Clip(c.Message, 1000)}",
                c.Since))],
            Behind = behind,
        };
    }
}
