using System.Net.Sockets;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Tests.Servers;

namespace ClusterCode.Llm.Tests.Http;

public sealed class EndpointSafetyTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1 is a loopback address")]
    [InlineData("127.8.9.10", "a loopback address")]
    [InlineData("localhost", "localhost leads to")]
    [InlineData("localhost.", "a loopback address")]
    [InlineData("LOCALHOST", "a loopback address")]
    [InlineData("127.0.0.1.", "a loopback address")]
    [InlineData("2130706433", "a loopback address")]
    [InlineData("0x7f000001", "a loopback address")]
    [InlineData("0x7f.1", "a loopback address")]
    [InlineData("0177.0.0.1", "a loopback address")]
    [InlineData("127.1", "a loopback address")]
    [InlineData("[::1]", "a loopback address")]
    [InlineData("[::ffff:127.0.0.1]", "a loopback address")]
    [InlineData("[::ffff:7f00:1]", "a loopback address")]
    [InlineData("[::127.0.0.1]", "a loopback address")]
    [InlineData("[64:ff9b::7f00:1]", "a loopback address")]
    [InlineData("[2002:7f00:1::]", "a loopback address")]
    [InlineData("169.254.1.1", "a link-local address")]
    [InlineData("[fe80::1]", "a link-local address")]
    [InlineData("[fe80::1%25eth0]", "a link-local address")]
    public async Task An_address_of_the_operators_own_machine_is_refused_unless_the_operator_is_told_otherwise(string host, string what)
    {
        await AssertRefusedAsync(host, what, new EndpointPolicy());
        await AssertRefusedAsync(host, "--allow-local-endpoints", new EndpointPolicy(), external: true);
    }

    [Theory]
    [InlineData("169.254.169.254", "credentials")]
    [InlineData("2852039166", "credentials")]
    [InlineData("0xA9FEA9FE", "credentials")]
    [InlineData("[::ffff:a9fe:a9fe]", "credentials")]
    [InlineData("[64:ff9b::a9fe:a9fe]", "credentials")]
    [InlineData("[fd00:ec2::254]", "credentials")]
    [InlineData("[fd00:ec2::23]", "credentials")]
    [InlineData("[fd20:ce::254]", "credentials")]
    [InlineData("100.100.100.200", "credentials")]
    [InlineData("168.63.129.16", "credentials")]
    [InlineData("metadata.google.internal", "credentials")]
    [InlineData("Metadata.Google.Internal.", "credentials")]
    [InlineData("instance-data", "credentials")]
    [InlineData("0.0.0.0", "an unspecified address")]
    [InlineData("0", "an unspecified address")]
    [InlineData("[::]", "an unspecified address")]
    [InlineData("[::ffff:0.0.0.0]", "an unspecified address")]
    [InlineData("224.0.0.1", "a multicast address")]
    [InlineData("[ff02::1]", "a multicast address")]
    [InlineData("255.255.255.255", "a broadcast or reserved address")]
    [InlineData("240.0.0.1", "a broadcast or reserved address")]
    public async Task What_is_no_place_for_a_model_is_refused_in_any_case(string host, string what) =>
        await AssertRefusedAsync(host, what, new EndpointPolicy { AllowLocal = true }, external: true);

    [Theory]
    [InlineData("10.96.0.1", 443)]
    [InlineData("10.96.0.1", 8080)]
    [InlineData("[::ffff:10.96.0.1]", 443)]
    [InlineData("172.20.0.2", 6443)]
    [InlineData("localhost", 7443)]
    [InlineData("127.0.0.1", 7443)]
    public async Task The_API_server_is_refused(string host, int port) =>
        await AssertRefusedAsync($"{host}:{port}", "the cluster's own API server", new EndpointPolicy
        {
            AllowLocal = true,
            ApiServers = [new ApiServerAddress("10.96.0.1"), new ApiServerAddress("172.20.0.2", 6443), new ApiServerAddress("localhost", 7443)],
        });

    [Fact]
    public async Task A_model_server_beside_the_API_server_is_not_the_API_server()
    {
        await using var server = await FakeServer.OfAsync(new Dictionary<string, string> { ["/v1/models"] = """{"data":[{"id":"tiny"}]}""" });
        using var host = new LlmHost(policy: new EndpointPolicy { AllowLocal = true, ApiServers = [new ApiServerAddress("127.0.0.1", server.Address.Port + 1), new ApiServerAddress("api.nowhere.invalid")] });
        var result = await host.Probe.ProbeAsync(LlmHost.Backend(LlmProvider.OpenAICompatible, server.Address), default);
        Assert.True(result.Ready, result.Message);
    }

    [Fact]
    public async Task Nothing_reaches_a_server_that_is_refused()
    {
        await using var server = await FakeServer.OfAsync(new Dictionary<string, string>());
        using var host = new LlmHost(policy: new EndpointPolicy());
        foreach (var name in (string[])["127.0.0.1", "localhost"])
        {
            var result = await host.Probe.ProbeAsync(LlmHost.Backend(LlmProvider.Ollama, new UriBuilder(server.Address) { Host = name }.Uri), default);
            Assert.Equal(ConditionReasons.EndpointRefused, result.Reason);
        }

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_public_address_is_still_refused_without_spec_external()
    {
        using var host = new LlmHost(policy: new EndpointPolicy());
        var result = await host.Probe.ProbeAsync(LlmHost.Backend(LlmProvider.VLLM, new Uri("http://93.184.216.34")), default);
        Assert.Equal(ConditionReasons.ExternalEndpointRefused, result.Reason);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("fd12::1", "fd12::1")]
    [InlineData("192.168.7.7", "192.168.7.7")]
    public async Task Addresses_of_the_clusters_own_network_pass(string host, string address)
    {
        var settings = BackendSettings.From(LlmHost.Backend(LlmProvider.VLLM, new Uri("http://server")));
        var addresses = await new EndpointGuard(new EndpointPolicy(), settings).AddressesAsync(host, 80, default);
        Assert.Equal([address], addresses.Select(found => found.ToString()));
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_stays_an_error_of_the_resolver()
    {
        var settings = BackendSettings.From(LlmHost.Backend(LlmProvider.VLLM, new Uri("http://server")));
        await Assert.ThrowsAnyAsync<SocketException>(() => new EndpointGuard(new EndpointPolicy(), settings).AddressesAsync("ollama.nowhere.invalid", 80, default));
    }

    private static async Task AssertRefusedAsync(string authority, string what, EndpointPolicy policy, bool external = false)
    {
        using var host = new LlmHost(policy: policy);
        var backend = LlmHost.Backend(LlmProvider.VLLM, new Uri("http://server"));
        var result = await host.Probe.ProbeAsync(backend with { Spec = backend.Spec with { Endpoint = $"http://{authority}", External = external } }, default);
        Assert.True(result.Reason == ConditionReasons.EndpointRefused, $"{result.Reason}: {result.Message}");
        Assert.Contains(what, result.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was sent", result.Message, StringComparison.Ordinal);
        Assert.Contains("spec.endpoint", result.Message, StringComparison.Ordinal);
    }
}
