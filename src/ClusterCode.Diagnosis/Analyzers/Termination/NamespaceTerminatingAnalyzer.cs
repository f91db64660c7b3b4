using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Termination;

/// <summary>Judges namespaces that were deleted and do not go: their conditions say what remains, and what holds it.</summary>
internal sealed class NamespaceTerminatingAnalyzer : ObjectAnalyzer<V1Namespace>
{
    /// <summary>The namespace controller's conditions, the one that holds it up before what merely follows (kubernetes/pkg/controller/namespace/deletion).</summary>
    private static readonly (string Type, string Says)[] Conditions =
    [
        ("NamespaceDeletionDiscoveryFailure", "an API that is registered does not answer, so that the cluster cannot tell what is left"),
        ("NamespaceDeletionGroupVersionParsingFailure", "the cluster cannot read which APIs there are"),
        ("NamespaceDeletionContentFailure", "something in it cannot be deleted"),
        ("NamespaceFinalizersRemaining", "finalizers are not removed"),
        ("NamespaceContentRemaining", "something is left in it"),
    ];

    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1Namespace value)
    {
        if (Overdue.Since(value.Metadata, file.Now) is not { } since)
            yield break;
        var told = Conditions
            .Select(c => (c.Says, Condition: value.Status?.Conditions?.FirstOrDefault(s => s.Type == c.Type && s.Status == "True")))
            .Where(c => c.Condition is not null)
            .ToList();
        var finalizers = (value.Spec?.Finalizers ?? []).Concat(value.Metadata.Finalizers ?? []).Where(f => f != "kubernetes").ToList();
        var why = told.Count > 0
            ? string.Join("; ", told.Take(3).Select(c => $"{c.Says}: {Detail(c.Condition!.Message)}"))
            : finalizers.Count > 0 ? $"{(finalizers.Count == 1 ? "finalizer" : "finalizers")} {Wording.List(finalizers, 3)} {(finalizers.Count == 1 ? "is" : "are")} not removed" : "its status does not say what is left in it";
        yield return new FindingDraft
        {
            Category = CauseCategories.NamespaceTerminating,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = $"Namespace {reference.Name} was deleted {Wording.Duration(since)} ago and still terminates: {why}",
            Resource = reference,
            NormalizedMessage = string.Join(',', told.Select(c => c.Condition!.Type)),
            Evidence =
            [
                .. told.Select(c => new EvidenceDraft(EvidenceKind.Status, $"namespace/{reference.Name} status.conditions[{c.Condition!.Type}]", $"reason={c.Condition.Reason} message={Wording.Clip(c.Condition.Message, 400)}", c.Condition.LastTransitionTime)),
                new EvidenceDraft(EvidenceKind.Status, $"namespace/{reference.Name} metadata", Overdue.Text(value.Metadata), value.Metadata.DeletionTimestamp),
            ],
            Remediation = [new Remediation { Title = "Does what removes these finalizers, or serves that API, still run? Mend that; taking finalizers out by hand leaves behind what they guard", Command = "kubectl get apiservices", Risk = RemediationRisk.High }],
        };
    }

    // Before the colon stands the condition's own meaning, which is told already.
    private static string Detail(string? message)
    {
        var at = message?.IndexOf(": ", StringComparison.Ordinal) ?? -1;
        return Wording.Clip(at < 0 ? message : message![(at + 2)..], 250);
    }
}
