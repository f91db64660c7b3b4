using System.Globalization;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Investigation.Tools;

/// <summary>Tells the events about an object.</summary>
internal sealed class ListEventsTool(InvestigationScope scope) : IInvestigationTool
{
    private const int MostEvents = 12;

    /// <inheritdoc />
    public string Name => "list_events";

    /// <inheritdoc />
    public string Description => "Lists the newest events about one object of the namespace.";

    /// <inheritdoc />
    public IReadOnlyList<ToolParameter> Parameters { get; } = [new("kind", "The object's kind, such as Pod"), new("name", "The object's name")];

    /// <inheritdoc />
    public async Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (ReadableKinds.Find(arguments.GetValueOrDefault("kind")) is not { IsNamespaced: true } kind || InvestigationScope.Name(arguments, "name") is not { } name)
        {
            return ToolAnswer.Refused($"kind must be one of {ReadableKinds.List}, and name the name of such an object in namespace {scope.Namespace}.");
        }

        var source = new EventReader(scope.View, scope.Redactor).OfObjects(scope.Namespace);
        var events = await source.ReadAsync(new EventObject(kind.Kind, name, null), cancellationToken).ConfigureAwait(false);
        if (source.Problems.Count > 0)
        {
            return ToolAnswer.Refused(scope.Clean(string.Join(' ', source.Problems)));
        }

        var lines = events.Take(MostEvents).Select(seen => string.Create(
            CultureInfo.InvariantCulture, $"{seen.LastSeen?.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'} {(seen.IsWarning ? "Warning" : "Normal")} {seen.Reason} (×{seen.Count}): {seen.Message}"));
        return ToolAnswer.Of(EvidenceKind.Event, $"events of {kind.Kind.ToLowerInvariant()}/{name}", events.Count == 0 ? "none" : scope.Clean(string.Join('\n', lines)));
    }
}
