using ClusterCode.Cli.Diagnosing;

namespace ClusterCode.Cli.Tests;

public sealed class DiagnoseCommandTests
{
    [Theory]
    [InlineData("diagnose", "teapot/betty")]
    [InlineData("diagnose", "deployment/checkout", "--kubeconfig", "/nonexistent/kubeconfig")]
    public async Task What_cannot_be_answered_ends_with_exit_code_2_and_says_why(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.Create(output, error).Parse(arguments).InvokeAsync();
        Assert.Equal(ExitCodes.CannotAnswer, exitCode);
        Assert.StartsWith("cluster-code: ", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }
}
