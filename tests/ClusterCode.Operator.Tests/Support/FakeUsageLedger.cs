using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Limits;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Says of backends what a test wants them to have done.</summary>
internal sealed class FakeUsageLedger : IUsageLedger
{
    /// <summary>By <c>namespace/name</c>.</summary>
    public Dictionary<string, BackendLoad> Loads { get; } = [];

    /// <summary>By <c>namespace/name</c>.</summary>
    public Dictionary<string, LlmUsage> Days { get; } = [];

    public LlmUsage? TodayOf(string backend) => Days.GetValueOrDefault(backend);

    public BackendLoad LoadOf(string backend) => Loads.GetValueOrDefault(backend, new BackendLoad(0, null, CircuitState.Closed));
}
