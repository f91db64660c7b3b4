using System.Net;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Backends;

public sealed class EndpointAddressesTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("172.15.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.169.1.1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.127.255.255", false)]
    [InlineData("100.128.0.1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void Addresses_for_private_use_are_inside_and_all_others_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, EndpointAddresses.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_public_endpoint_needs_consent()
    {
        var spec = TestBackends.Ollama with { Endpoint = "http://8.8.8.8:11434" };
        var problem = await EndpointAddresses.ProblemAsync(spec, CancellationToken.None);
        Assert.Equal("8.8.8.8 is at the public address 8.8.8.8, so evidence would leave the cluster; nothing was sent. Set spec.external to true if that is wanted.", problem);
        Assert.Null(await EndpointAddresses.ProblemAsync(spec with { External = true }, CancellationToken.None));
    }

    [Fact]
    public async Task An_endpoint_inside_or_none_at_all_is_no_problem()
    {
        Assert.Null(await EndpointAddresses.ProblemAsync(TestBackends.Ollama, CancellationToken.None));
        Assert.Null(await EndpointAddresses.ProblemAsync(TestBackends.Ollama with { Endpoint = "nonsense" }, CancellationToken.None));
        Assert.Null(await EndpointAddresses.ProblemAsync(new LlmBackendSpec { Provider = LlmProvider.BuiltIn }, CancellationToken.None));
    }
}
