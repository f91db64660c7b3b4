using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Investigation;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Gives one tool, which says what it was asked.</summary>
internal sealed class FakeInvestigator : IClusterInvestigator
{
    public IReadOnlyList<IInvestigationTool> ToolsFor(string ns, IReadOnlyCollection<string> named) => [new Echo(ns)];

    private sealed class Echo(string ns) : IInvestigationTool
    {
        public string Name => "echo";

        public string Description => "Says what it was asked.";

        public IReadOnlyList<ToolParameter> Parameters { get; } = [new("what", "Anything")];

        public Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken) =>
            Task.FromResult(ToolAnswer.Of(EvidenceKind.Status, $"echo of {ns}", arguments["what"]));
    }
}
