using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Probing;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>A probe that shows what it is told to.</summary>
internal sealed class FakeProbe : IBackendProbe
{
    public ProbeResult Result { get; set; } = new() { Ready = true, Reason = "BackendReady", Message = "It answers." };

    /// <summary>What it was handed, in order.</summary>
    public List<BackendConfiguration> Asked { get; } = [];

    public Task<ProbeResult> ProbeAsync(BackendConfiguration backend, CancellationToken cancellationToken)
    {
        Asked.Add(backend);
        return Task.FromResult(Result);
    }
}
