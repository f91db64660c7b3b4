using ClusterCode.Diagnosis.Views;
using k8s.Models;
using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Investigation.Tools;

/// <summary>Tells where a Service leads.</summary>
internal sealed class EndpointsTool(InvestigationScope scope) : IInvestigationTool
{
    /// <inheritdoc />
    public string Name => "get_endpoints";

    /// <inheritdoc />
    public string Description => "Shows which pods one Service of the namespace leads to, and whether they are ready.";

    /// <inheritdoc />
    public IReadOnlyList<ToolParameter> Parameters { get; } = [new("service", "The Service's name")];

    /// <inheritdoc />
    public async Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (InvestigationScope.Name(arguments, "service") is not { } name)
        {
            return ToolAnswer.Refused("service must be the name of a Service, without blanks.");
        }

        var service = await scope.View.GetAsync<V1Service>(scope.Namespace, name, cancellationToken).ConfigureAwait(false);
        if (!service.IsFound)
        {
            return scope.Refusal($"Service {name}", service);
        }

        var endpoints = await scope.View.GetAsync<V1Endpoints>(scope.Namespace, name, cancellationToken).ConfigureAwait(false);
        var spec = service.Value.Spec;
        List<string> lines =
        [
            $"type={spec?.Type} selector={Pairs(spec?.Selector)} ports={string.Join(", ", (spec?.Ports ?? []).Select(port => $"{port.Name} {port.Port}->{port.TargetPort?.Value}/{port.Protocol}".Trim()))}",
            .. Backends(endpoints),
        ];
        return ToolAnswer.Of(EvidenceKind.Status, $"service/{name} endpoints", scope.Clean(string.Join('\n', lines)));
    }

    private static IEnumerable<string> Backends(Lookup<V1Endpoints> endpoints)
    {
        var subsets = endpoints.Value?.Subsets ?? [];
        var ready = subsets.SelectMany(subset => subset.Addresses ?? []).Select(Text).ToList();
        var waiting = subsets.SelectMany(subset => subset.NotReadyAddresses ?? []).Select(Text).ToList();
        return endpoints.IsForbidden
            ? ["the operator may not read its endpoints"]
            : [$"ready: {(ready.Count == 0 ? "none" : string.Join(", ", ready))}", $"not ready: {(waiting.Count == 0 ? "none" : string.Join(", ", waiting))}"];
    }

    private static string Text(V1EndpointAddress address) => address.TargetRef is { } target ? $"{target.Kind} {target.Name}" : address.Ip ?? "";

    private static string Pairs(IDictionary<string, string>? labels) => labels is null or { Count: 0 } ? "none" : string.Join(",", labels.Select(label => $"{label.Key}={label.Value}"));
}
