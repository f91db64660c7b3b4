using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Hosting;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>The caches that a <see cref="BackendSelector"/> reads.</summary>
internal sealed class BackendCaches
{
    public BackendCaches() => Selector = new BackendSelector(Backends, Routes, Namespaces, new OperatorIdentity(TestBackends.OperatorNamespace, "operator-0"));

    public FakeInformer<LlmBackend> Backends { get; } = new(Definitions.LlmBackends);

    public FakeInformer<LlmRoute> Routes { get; } = new(Definitions.LlmRoutes);

    public FakeInformer<NamespaceSummary> Namespaces { get; } = new(Definitions.Namespaces);

    public BackendSelector Selector { get; }
}
