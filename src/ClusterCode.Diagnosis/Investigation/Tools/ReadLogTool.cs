using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Redaction;
using ClusterCode.Diagnosis.Views;
using k8s.Models;
using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Investigation.Tools;

/// <summary>Tells the end of a container's log, repeated lines counted.</summary>
internal sealed class ReadLogTool(InvestigationScope scope) : IInvestigationTool
{
    private const int MostLines = 25;

    /// <inheritdoc />
    public string Name => "read_log";

    /// <inheritdoc />
    public string Description => "Reads the end of the log of one pod of the namespace.";

    /// <inheritdoc />
    public IReadOnlyList<ToolParameter> Parameters { get; } =
    [
        new("pod", "The pod's name"),
        new("container", "The container's name; the first one if left out", IsRequired: false),
        new("previous", "\"true\" for the run before the last restart", IsRequired: false),
    ];

    /// <inheritdoc />
    public async Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (InvestigationScope.Name(arguments, "pod") is not { } name)
        {
            return ToolAnswer.Refused("pod must be the name of a pod, without blanks.");
        }

        var pod = await scope.View.GetAsync<V1Pod>(scope.Namespace, name, cancellationToken).ConfigureAwait(false);
        if (!pod.IsFound)
        {
            return scope.Refusal($"Pod {name}", pod);
        }

        var containers = (pod.Value.Spec?.InitContainers ?? []).Concat(pod.Value.Spec?.Containers ?? []).Select(item => item.Name).ToList();
        var container = InvestigationScope.Name(arguments, "container") ?? pod.Value.Spec?.Containers?.FirstOrDefault()?.Name ?? "";
        if (!containers.Contains(container))
        {
            return ToolAnswer.Refused($"Pod {name} has no such container; it has {string.Join(", ", containers)}.");
        }

        var previous = string.Equals(arguments.GetValueOrDefault("previous")?.Trim(), "true", StringComparison.OrdinalIgnoreCase);
        var log = await scope.View.ReadLogAsync(new LogQuery(scope.Namespace, name, container, previous, GatheringLimits.LogLines, GatheringLimits.LogBytes), cancellationToken).ConfigureAwait(false);
        if (!log.IsFound)
        {
            return scope.Refusal($"The log of container {container} of pod {name}{(previous ? " before its last restart" : "")}", log);
        }

        var lines = LogDigest.Summarize(TextBounds.LastLines(scope.Redactor.Redact(TextBounds.Clean(log.Value)), GatheringLimits.LogLines, GatheringLimits.LogLineBytes), MostLines);
        return ToolAnswer.Of(EvidenceKind.Log, $"log pod/{name} container {container}{(previous ? " (previous run)" : "")}", lines.Count == 0 ? "empty" : scope.Clean(string.Join('\n', lines)));
    }
}
