using ClusterCode.Llm.Http;
using ClusterCode.Operator.Hosting;
using Microsoft.Extensions.Configuration;

namespace ClusterCode.Operator.Tests.Hosting;

public sealed class EndpointConfigurationTests
{
    private static readonly Uri ApiServer = new("https://192.168.1.10:6443/");

    [Fact]
    public void Local_endpoints_are_refused_unless_the_operator_is_told_otherwise() => Assert.False(Read([]).AllowLocal);

    [Theory]
    [InlineData(true, "--allow-local-endpoints")]
    [InlineData(true, "--allow-local-endpoints", "--other", "value")]
    [InlineData(true, "--allow-local-endpoints=true")]
    [InlineData(true, "--allow-local-endpoints", "true")]
    [InlineData(true, "--AllowLocalEndpoints=true")]
    [InlineData(false, "--allow-local-endpoints=false")]
    [InlineData(false, "--allow-local-endpoints", "false")]
    [InlineData(false, "--other", "value")]
    public void The_command_line_decides(bool allowed, params string[] arguments) => Assert.Equal(allowed, Read(arguments).AllowLocal);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void So_does_the_environment(string value, bool allowed) =>
        Assert.Equal(allowed, Read([], new() { ["AllowLocalEndpoints"] = value }).AllowLocal);

    [Fact]
    public void A_value_that_is_neither_is_an_error() =>
        Assert.Equal("AllowLocalEndpoints is \"yes\"; write true or false.", Assert.Throws<FormatException>(() => Read(["--allow-local-endpoints=yes"])).Message);

    [Fact]
    public void The_API_server_is_where_the_operator_talks_to_and_where_its_Service_is() =>
        Assert.Equal(
            [new ApiServerAddress("192.168.1.10", 6443), new ApiServerAddress("10.96.0.1")],
            Read([], new() { ["KUBERNETES_SERVICE_HOST"] = "10.96.0.1" }).ApiServers);

    private static EndpointPolicy Read(string[] arguments, Dictionary<string, string?>? environment = null) => EndpointConfiguration.Read(
        new ConfigurationBuilder().AddInMemoryCollection(environment ?? []).AddCommandLine(EndpointConfiguration.Arguments(arguments)).Build(), ApiServer);
}
