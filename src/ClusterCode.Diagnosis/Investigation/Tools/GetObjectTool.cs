using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Investigation.Tools;

/// <summary>Tells an object's spec and status.</summary>
internal sealed class GetObjectTool(InvestigationScope scope) : IInvestigationTool
{
    /// <inheritdoc />
    public string Name => "get_object";

    /// <inheritdoc />
    public string Description => "Shows one Kubernetes object of the namespace: its spec and status.";

    /// <inheritdoc />
    public IReadOnlyList<ToolParameter> Parameters { get; } = [new("kind", "The kind, such as Deployment"), new("name", "The object's name")];

    /// <inheritdoc />
    public async Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (ReadableKinds.Find(arguments.GetValueOrDefault("kind")) is not { } kind)
        {
            return ToolAnswer.Refused($"kind must be one of {ReadableKinds.List}.");
        }

        if (InvestigationScope.Name(arguments, "name") is not { } name)
        {
            return ToolAnswer.Refused("name must be the name of an object, without blanks.");
        }

        if (!kind.IsNamespaced && !scope.Names(name))
        {
            return ToolAnswer.Refused($"Only a {kind.Kind} that the diagnosis names may be read.");
        }

        var found = await kind.GetAsync(scope.View, scope.Namespace, name, cancellationToken).ConfigureAwait(false);
        return found.IsFound
            ? ToolAnswer.Of(EvidenceKind.Spec, $"{kind.Kind.ToLowerInvariant()}/{name}", scope.Clean(ObjectText.Of(found.Value, kind.Kind, scope.Redactor)))
            : scope.Refusal($"{kind.Kind} {name}", found);
    }
}
