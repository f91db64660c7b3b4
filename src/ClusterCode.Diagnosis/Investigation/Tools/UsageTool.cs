using ClusterCode.Diagnosis.Views.Metrics;
using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Investigation.Tools;

/// <summary>Tells what a pod uses, where the cluster has metrics.</summary>
internal sealed class UsageTool(InvestigationScope scope) : IInvestigationTool
{
    /// <inheritdoc />
    public string Name => "get_usage";

    /// <inheritdoc />
    public string Description => "Shows the CPU and memory that the containers of one pod of the namespace use now.";

    /// <inheritdoc />
    public IReadOnlyList<ToolParameter> Parameters { get; } = [new("pod", "The pod's name")];

    /// <inheritdoc />
    public async Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (InvestigationScope.Name(arguments, "pod") is not { } name)
        {
            return ToolAnswer.Refused("pod must be the name of a pod, without blanks.");
        }

        var usage = await scope.View.GetAsync<PodUsage>(scope.Namespace, name, cancellationToken).ConfigureAwait(false);
        if (!usage.IsFound)
        {
            return usage.IsMissing
                ? ToolAnswer.Refused($"There are no metrics of pod {name}: it does not run, or the cluster has no metrics API.")
                : scope.Refusal($"The usage of pod {name}", usage);
        }

        var lines = (usage.Value.Containers ?? []).Select(container => $"{container.Name}: {string.Join(", ", (container.Usage ?? new Dictionary<string, k8s.Models.ResourceQuantity>()).Select(item => $"{item.Key} {item.Value}"))}");
        return ToolAnswer.Of(EvidenceKind.Status, $"podmetrics/{name}", scope.Clean(string.Join('\n', lines)));
    }
}
