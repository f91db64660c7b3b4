using System.Text.Json.Nodes;
using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Investigation.Tools;

/// <summary>Tells which objects of a kind the namespace has, and how they are.</summary>
internal sealed class ListObjectsTool(InvestigationScope scope) : IInvestigationTool
{
    /// <inheritdoc />
    public string Name => "list_objects";

    /// <inheritdoc />
    public string Description => "Lists the objects of one kind in the namespace, with their phase or readiness.";

    /// <inheritdoc />
    public IReadOnlyList<ToolParameter> Parameters { get; } = [new("kind", "The kind, such as Pod")];

    /// <inheritdoc />
    public async Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (ReadableKinds.Find(arguments.GetValueOrDefault("kind")) is not { IsNamespaced: true } kind)
        {
            return ToolAnswer.Refused($"kind must be one of {string.Join(", ", ReadableKinds.All.Where(k => k.IsNamespaced).Select(k => k.Kind))}.");
        }

        var found = await kind.ListAsync(scope.View, scope.Namespace, cancellationToken).ConfigureAwait(false);
        if (!found.IsFound)
        {
            return scope.Refusal(kind.Plural, found);
        }

        var lines = found.Value.Select(item => $"{item["metadata"]?["name"]} {State(item)}".TrimEnd()).Order(StringComparer.Ordinal).ToList();
        return ToolAnswer.Of(EvidenceKind.Status, $"{kind.Plural} of namespace {scope.Namespace}", lines.Count == 0 ? "none" : scope.Clean(string.Join('\n', lines)));
    }

    private static string State(JsonNode item)
    {
        var status = item["status"];
        return status?["phase"] is { } phase ? $"phase={phase} restarts={Restarts(status)}"
            : status?["replicas"] is { } replicas ? $"replicas={replicas} ready={status["readyReplicas"] ?? 0}"
            : "";
    }

    private static int Restarts(JsonNode status) =>
        (status["containerStatuses"] as JsonArray ?? []).Sum(container => container?["restartCount"] is JsonValue count && count.TryGetValue<int>(out var restarts) ? restarts : 0);
}
