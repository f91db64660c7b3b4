using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Probing;
using ClusterCode.Llm.Tests.Servers;

namespace ClusterCode.Llm.Tests.Http;

public sealed class ProxyTests
{
    private static readonly Dictionary<string, string> OneModel = new() { ["/v1/models"] = """{"data":[{"id":"tiny"}]}""" };

    [Fact]
    public async Task A_server_is_reached_through_the_proxy_that_the_spec_names()
    {
        await using var proxy = await FakeServer.OfAsync(OneModel);
        var result = await ProbeAsync("http://10.20.30.40:8000", proxy.Address);
        Assert.True(result.Ready, result.Message);
        Assert.Equal("10.20.30.40:8000", Assert.Single(proxy.Requests).Headers["Host"]);
    }

    [Fact]
    public async Task A_proxy_that_does_not_let_through_is_named()
    {
        await using var proxy = await FakeServer.OfAsync(OneModel);
        var result = await ProbeAsync("https://10.20.30.40", proxy.Address);
        Assert.Equal(ConditionReasons.EndpointUnreachable, result.Reason);
        Assert.Contains($"the proxy 127.0.0.1:{proxy.Address.Port} does not connect to 10.20.30.40:443 (it answers 404)", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named()
    {
        Uri gone;
        await using (var proxy = await FakeServer.OfAsync(OneModel))
            gone = proxy.Address;
        var result = await ProbeAsync("http://10.20.30.40", gone);
        Assert.Equal(ConditionReasons.EndpointUnreachable, result.Reason);
        Assert.StartsWith($"connect to the proxy 127.0.0.1:{gone.Port}: connection refused", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://10.20.30.40", "http://127.0.0.1:3128", ConditionReasons.EndpointRefused, "127.0.0.1 is a loopback address")]
    [InlineData("http://169.254.169.254", "http://10.0.0.1:3128", ConditionReasons.EndpointRefused, "credentials")]
    [InlineData("http://10.20.30.40", "http://169.254.169.254", ConditionReasons.EndpointRefused, "credentials")]
    [InlineData("http://93.184.216.34", "http://10.0.0.1:3128", ConditionReasons.ExternalEndpointRefused, "93.184.216.34")]
    [InlineData("http://10.20.30.40", "http://93.184.216.34:3128", ConditionReasons.ExternalEndpointRefused, "93.184.216.34")]
    [InlineData("http://models.nowhere.invalid", "http://10.0.0.1:3128", ConditionReasons.ExternalEndpointRefused, "a name that only the proxy http://10.0.0.1:3128/ may know")]
    public async Task Neither_proxy_nor_server_may_be_where_no_backend_may_be(string endpoint, string proxy, string reason, string message)
    {
        var result = await ProbeAsync(endpoint, new Uri(proxy), new EndpointPolicy());
        Assert.Equal(reason, result.Reason);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_external_backend_the_proxy_may_know_the_name_alone()
    {
        await using var proxy = await FakeServer.OfAsync(OneModel);
        var result = await ProbeAsync("http://models.nowhere.invalid", proxy.Address, external: true);
        Assert.True(result.Ready, result.Message);
    }

    private static async Task<ProbeResult> ProbeAsync(string endpoint, Uri proxy, EndpointPolicy? policy = null, bool external = false)
    {
        using var host = new LlmHost(policy: policy);
        var backend = LlmHost.Backend(LlmProvider.OpenAICompatible, new Uri(endpoint));
        return await host.Probe.ProbeAsync(backend with { Spec = backend.Spec with { Proxy = proxy.ToString(), External = external } }, default);
    }
}
