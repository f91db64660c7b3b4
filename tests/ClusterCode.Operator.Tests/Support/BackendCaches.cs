using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Llm.Limits;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Backends.Routing;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Hosting;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>The caches that a <see cref="BackendSelector"/> reads.</summary>
internal sealed class BackendCaches
{
    public BackendCaches(IUsageLedger? ledger = null) =>
        Selector = new BackendSelector(Backends, Routes, Namespaces, ledger ?? Usage, new RouteTurns(), new OperatorIdentity(TestBackends.OperatorNamespace, "operator-0"));

    public FakeInformer<LlmBackend> Backends { get; } = new(Definitions.LlmBackends);

    public FakeInformer<LlmRoute> Routes { get; } = new(Definitions.LlmRoutes);

    public FakeInformer<NamespaceSummary> Namespaces { get; } = new(Definitions.Namespaces);

    /// <summary>How the backends have done of late.</summary>
    public FakeUsageLedger Usage { get; } = new();

    public BackendSelector Selector { get; }
}
