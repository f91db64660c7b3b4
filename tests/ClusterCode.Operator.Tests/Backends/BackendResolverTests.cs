using System.Text;
using ClusterCode.Api.LlmBackends;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Backends;

public sealed class BackendResolverTests
{
    private static readonly LlmBackendSpec WithKey = TestBackends.Ollama with { Auth = new LlmAuth { SecretRef = new SecretKeyReference { Name = "llm-key" } } };
    private static readonly LlmBackendSpec WithBundle = TestBackends.Ollama with
    {
        Endpoint = "https://10.0.0.7",
        Tls = new LlmTls { CaBundleRef = new CaBundleReference { Name = "corp-ca" } },
    };

    private readonly FakeApiClient _api = new();

    [Fact]
    public async Task A_backend_without_references_needs_no_request()
    {
        var resolved = await ResolveAsync(TestBackends.Ollama);
        Assert.Equal("shop/ollama", resolved.Configuration!.Name);
        Assert.Null(resolved.Configuration.ApiKey);
        Assert.Empty(_api.Requests);
    }

    [Fact]
    public async Task The_key_is_read_anew_each_time_and_trimmed()
    {
        PutSecret("llm-key", "token", "one\n");
        Assert.Equal("one", (await ResolveAsync(WithKey)).Configuration!.ApiKey);
        PutSecret("llm-key", "token", "two");
        Assert.Equal("two", (await ResolveAsync(WithKey)).Configuration!.ApiKey);
        Assert.Equal(["get secrets shop/llm-key", "get secrets shop/llm-key"], _api.Requests);
    }

    [Fact]
    public async Task A_missing_Secret_is_named()
    {
        var resolved = await ResolveAsync(WithKey);
        Assert.Null(resolved.Configuration);
        Assert.Equal("SecretNotFound", resolved.Reason);
        Assert.Equal("Secret shop/llm-key, which spec.auth.secretRef names, does not exist: create it, or correct the name.", resolved.Message);
    }

    [Fact]
    public async Task A_Secret_that_may_not_be_read_says_what_right_is_missing()
    {
        _api.Refuse = _ => FakeApiClient.Forbidden("secrets is forbidden");
        var resolved = await ResolveAsync(WithKey);
        Assert.Equal("SecretNotFound", resolved.Reason);
        Assert.Equal(
            "The operator may not read Secret shop/llm-key, which spec.auth.secretRef names: bind its ServiceAccount to a Role with get on that one Secret (config/samples/secret-access.yaml shows how).",
            resolved.Message);
    }

    [Fact]
    public async Task A_missing_key_names_those_that_exist_and_never_their_values()
    {
        PutSecret("llm-key", "api-key", "very-secret");
        var resolved = await ResolveAsync(WithKey);
        Assert.Equal("Secret shop/llm-key has no key token (it has api-key): correct spec.auth.secretRef, or add the key.", resolved.Message);
    }

    [Fact]
    public async Task An_empty_Secret_says_so()
    {
        _api.Put(ResourceDefinition.For<V1Secret>(), new V1Secret { Metadata = new V1ObjectMeta { Name = "llm-key", NamespaceProperty = "shop" } });
        Assert.Contains("has no key token (it has none)", (await ResolveAsync(WithKey)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CA_bundle_comes_from_a_ConfigMap()
    {
        _api.Put(ResourceDefinition.For<V1ConfigMap>(), new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = "corp-ca", NamespaceProperty = "shop" },
            Data = new Dictionary<string, string> { ["ca.crt"] = "PEM" },
        });
        Assert.Equal("PEM", (await ResolveAsync(WithBundle)).Configuration!.CaCertificatesPem);
    }

    [Fact]
    public async Task A_CA_bundle_comes_from_a_Secret_where_the_spec_says_so()
    {
        PutSecret("corp-ca", "bundle", "PEM");
        var spec = WithBundle with { Tls = new LlmTls { CaBundleRef = new CaBundleReference { Kind = CaBundleKind.Secret, Name = "corp-ca", Key = "bundle" } } };
        Assert.Equal("PEM", (await ResolveAsync(spec)).Configuration!.CaCertificatesPem);
    }

    [Fact]
    public async Task A_missing_CA_bundle_is_a_fault_of_the_TLS_configuration()
    {
        var resolved = await ResolveAsync(WithBundle);
        Assert.Equal("TlsConfigurationInvalid", resolved.Reason);
        Assert.Equal("ConfigMap shop/corp-ca, which spec.tls.caBundleRef names, does not exist: create it, or correct the name.", resolved.Message);
    }

    [Fact]
    public async Task A_client_certificate_needs_both_its_keys()
    {
        var spec = TestBackends.Ollama with { Endpoint = "https://10.0.0.7", Tls = new LlmTls { ClientCertificateRef = new SecretReference { Name = "client" } } };
        PutSecret("client", "tls.crt", "CERT");
        Assert.Contains("has no key tls.key (it has tls.crt)", (await ResolveAsync(spec)).Message, StringComparison.Ordinal);
        PutSecret("client", "tls.crt", "CERT", "tls.key", "KEY");
        var configuration = (await ResolveAsync(spec)).Configuration!;
        Assert.Equal(("CERT", "KEY"), (configuration.ClientCertificatePem, configuration.ClientKeyPem));
    }

    private Task<ResolvedBackend> ResolveAsync(LlmBackendSpec spec) => new BackendResolver(_api).ResolveAsync(TestBackends.Of("ollama", spec: spec), CancellationToken.None);

    private void PutSecret(string name, params IReadOnlyList<string> keysAndValues) => _api.Put(ResourceDefinition.For<V1Secret>(), new V1Secret
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop" },
        Data = keysAndValues.Chunk(2).ToDictionary(pair => pair[0], pair => Encoding.UTF8.GetBytes(pair[1])),
    });
}
