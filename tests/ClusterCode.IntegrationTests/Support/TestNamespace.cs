using k8s;
using k8s.Models;

namespace ClusterCode.IntegrationTests.Support;

/// <summary>A namespace of one test's own, deleted at its end.</summary>
public sealed class TestNamespace : IAsyncDisposable
{
    public const string Label = "cluster-code.io/integration-test";

    private readonly ApiServerFixture _server;

    private TestNamespace(ApiServerFixture server, string name) => (_server, Name) = (server, name);

    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(ApiServerFixture server, string prefix)
    {
        var name = $"{prefix}-{Guid.NewGuid().ToString("N")[..6]}";
        await server.Client.CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { [Label] = name } } });
        return new TestNamespace(server, name);
    }

    /// <summary>A policy that reacts in this namespace only, at once.</summary>
    public string Policy(string name) => $$"""
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisPolicy
        metadata: {name: {{name}}}
        spec:
          namespaceSelector:
            matchLabels: { {{Label}}: {{Name}} }
          gracePeriod: 0s
          maxConcurrent: 50
        """;

    public async ValueTask DisposeAsync() =>
        await _server.Client.CoreV1.DeleteNamespaceAsync(Name);
}
