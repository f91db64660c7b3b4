using System.Globalization;
using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Gathering.Targets;
using ClusterCode.Diagnosis.Views;
using k8s.Models;
using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Investigation.Tools;

/// <summary>Tells what changed from revision to revision of a Deployment.</summary>
internal sealed class RolloutTool(InvestigationScope scope) : IInvestigationTool
{
    private const int MostRevisions = 5;

    private readonly ObjectSanitizer _sanitizer = new(scope.Redactor);

    /// <inheritdoc />
    public string Name => "rollout_history";

    /// <inheritdoc />
    public string Description => "Shows the last revisions of one Deployment of the namespace, and what each changed.";

    /// <inheritdoc />
    public IReadOnlyList<ToolParameter> Parameters { get; } = [new("deployment", "The Deployment's name")];

    /// <inheritdoc />
    public async Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (InvestigationScope.Name(arguments, "deployment") is not { } name)
        {
            return ToolAnswer.Refused("deployment must be the name of a Deployment, without blanks.");
        }

        var deployment = await scope.View.GetAsync<V1Deployment>(scope.Namespace, name, cancellationToken).ConfigureAwait(false);
        if (!deployment.IsFound)
        {
            return scope.Refusal($"Deployment {name}", deployment);
        }

        var sets = await scope.View.ListAsync<V1ReplicaSet>(scope.Namespace, new ListQuery(LabelSelectors.Format(deployment.Value.Spec?.Selector)), cancellationToken).ConfigureAwait(false);
        if (!sets.IsFound)
        {
            return scope.Refusal($"the ReplicaSets of Deployment {name}", sets);
        }

        var revisions = sets.Value
            .Where(set => set.Controller() is { Kind: TargetKinds.Deployment } owner && owner.Name == name && Revisions.Number(set) is not null)
            .Select(_sanitizer.Sanitize)
            .OrderByDescending(Revisions.Number)
            .Take(MostRevisions + 1)
            .ToList();
        return ToolAnswer.Of(EvidenceKind.Change, $"deployment/{name} revisions", scope.Clean(string.Join('\n', Lines(revisions))));
    }

    private static IEnumerable<string> Lines(List<V1ReplicaSet> revisions)
    {
        for (var i = 0; i < Math.Min(revisions.Count, MostRevisions); i++)
        {
            var (set, before) = (revisions[i], i + 1 < revisions.Count ? revisions[i + 1] : null);
            var changes = before is null ? "the oldest that is kept" : string.Join("; ", TemplateDiff.Of(before.Spec?.Template, set.Spec?.Template).Select(change => change.Text));
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"revision {Revisions.Number(set)} of {set.Metadata.CreationTimestamp?.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}, {set.Status?.ReadyReplicas ?? 0} of {set.Status?.Replicas ?? 0} pods ready: {(changes.Length == 0 ? "no change of the template" : changes)}");
        }

        if (revisions.Count == 0)
        {
            yield return "none";
        }
    }
}
