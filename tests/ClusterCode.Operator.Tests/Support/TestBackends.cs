using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.ControllerRuntime.Conditions;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>LlmBackends and LlmRoutes. Endpoints are addresses, so that no name is looked up.</summary>
internal static class TestBackends
{
    public const string OperatorNamespace = "cluster-code-system";

    public static readonly LlmBackendSpec Ollama = new() { Provider = LlmProvider.Ollama, Endpoint = "http://10.0.0.7:11434", Model = "qwen2.5:7b" };

    public static LlmBackend Of(string name, string ns = "shop", LlmBackendSpec? spec = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = ns, Uid = $"uid-{name}", ResourceVersion = "1", Generation = 1 },
        Spec = spec ?? Ollama,
    };

    public static LlmBackend Ready(this LlmBackend backend) => backend.With(ConditionStatus.True, ConditionReasons.BackendReady, "It answers.");

    public static LlmBackend NotReady(this LlmBackend backend) =>
        backend.With(ConditionStatus.False, ConditionReasons.EndpointUnreachable, "connect to 10.0.0.7:11434: connection refused");

    public static LlmBackend AsDefault(this LlmBackend backend)
    {
        backend.Metadata.Annotations = new Dictionary<string, string> { ["cluster-code.io/default-backend"] = "true" };
        return backend;
    }

    public static LlmRoute Route(string name, string ns, params IReadOnlyList<LlmRouteMember> members) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = ns, Uid = $"uid-{name}", ResourceVersion = "1", Generation = 1 },
        Spec = new LlmRouteSpec { Members = members },
    };

    private static LlmBackend With(this LlmBackend backend, string status, string reason, string message)
    {
        backend.Status = new LlmBackendStatus
        {
            ObservedGeneration = backend.Metadata.Generation,
            Conditions = ConditionSet.Set(null, ConditionTypes.Ready, status, reason, message, 1, Times.Now),
        };
        return backend;
    }
}
