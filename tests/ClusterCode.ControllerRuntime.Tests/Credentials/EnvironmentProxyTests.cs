using ClusterCode.ControllerRuntime.Credentials;

namespace ClusterCode.ControllerRuntime.Tests.Credentials;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://10.96.0.1/", "10.96.0.0/12", false)]
    [InlineData("https://10.112.0.1/", "10.96.0.0/12", true)]
    [InlineData("https://[fd00::1]/", "fd00::/8", false)]
    [InlineData("https://10.96.0.1/", "10.96.0.1", false)]
    [InlineData("https://api.example.com/", "example.com", false)]
    [InlineData("https://example.com/", "example.com", false)]
    [InlineData("https://example.com/", ".example.com", true)]
    [InlineData("https://api.example.com/", "*.example.com", false)]
    [InlineData("https://badexample.com/", "example.com", true)]
    [InlineData("https://API.example.com/", "Example.com", false)]
    [InlineData("https://api:6443/", "api:6443", false)]
    [InlineData("https://api:6443/", "api:443", true)]
    [InlineData("https://api/", "*", false)]
    [InlineData("https://api/", "", true)]
    [InlineData("https://api/", " a, api , b", false)]
    [InlineData("https://localhost:6443/", "", false)]
    [InlineData("https://127.0.0.1:6443/", "", false)]
    public void Exceptions_are_read_as_in_Go(string destination, string noProxy, bool isProxied)
    {
        var proxy = new EnvironmentProxy(name => name switch { "HTTPS_PROXY" => "proxy:3128", "NO_PROXY" => noProxy, _ => null });
        Assert.Equal(isProxied ? new Uri("http://proxy:3128") : null, proxy.GetProxy(new Uri(destination)));
        Assert.Equal(!isProxied, proxy.IsBypassed(new Uri(destination)));
    }

    [Fact]
    public void The_names_may_be_in_lower_case_and_each_scheme_has_its_own_proxy()
    {
        var proxy = new EnvironmentProxy(name => name switch { "https_proxy" => "http://user:p%40ss@secure:1", "HTTP_PROXY" => "http://plain:2", _ => null });
        Assert.Equal("secure", proxy.GetProxy(new Uri("https://api"))!.Host);
        Assert.Equal("plain", proxy.GetProxy(new Uri("http://api"))!.Host);
        Assert.Equal("p@ss", proxy.Credentials!.GetCredential(new Uri("http://secure:1"), "Basic")!.Password);
        Assert.True(new EnvironmentProxy(_ => null).IsBypassed(new Uri("https://api")));
    }
}
