using ClusterCode.ControllerRuntime.Credentials;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClusterCode.ControllerRuntime.Tests.Credentials;

public sealed class ClusterAccessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("10.96.0.1", "https://10.96.0.1/")]
    [InlineData("fd00::1", "https://[fd00::1]/")]
    public async Task In_a_pod_the_service_accounts_files_are_used(string host, string address)
    {
        _folder.Write("token", "t\n");
        _folder.Write("ca.crt", TestAuthority.Create().Pem);
        _folder.Write("namespace", "shop\n");
        var access = InCluster(host)!;
        Assert.Equal((new Uri(address), "shop"), (access.Server, access.Namespace));
        Assert.Equal("Bearer t", (await access.Credentials.GetAsync(default)).Header!.ToString());
        Assert.Contains("BEGIN CERTIFICATE", access.Authorities!.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_they_are_not()
    {
        Assert.Null(InCluster("10.96.0.1"));
        _folder.Write("token", "t");
        Assert.Null(InCluster(null));
    }

    [Fact]
    public async Task What_the_clients_configuration_says_is_kept()
    {
        var access = ClusterAccess.From(
            new KubernetesClientConfiguration { Host = "https://api:6443/path", Username = "me", Password = "secret", TlsServerName = "other", DisableHttp2 = true, Namespace = "n" },
            TimeProvider.System,
            NullLogger.Instance);
        Assert.Equal(("https://api:6443/path", "other", true, "n"), (access.Server.AbsoluteUri, access.TlsServerName, access.DisableHttp2, access.Namespace));
        Assert.Equal("Basic bWU6c2VjcmV0", (await access.Credentials.GetAsync(default)).Header!.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private ClusterAccess? InCluster(string? host) =>
        ClusterAccess.InCluster(_folder["token"][..^6], name => name switch { "KUBERNETES_SERVICE_HOST" => host, "KUBERNETES_SERVICE_PORT" => "443", _ => null }, TimeProvider.System, NullLogger.Instance);
}
