using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Tests.Resources;

public sealed class QualifiedNameTests
{
    [Theory]
    [InlineData("example.com/cleanup", null)]
    [InlineData("a", null)]
    [InlineData("example.com/Clean_up.2", null)]
    [InlineData("example.com/", "begin and end")]
    [InlineData("example.com/clean up", "letters")]
    [InlineData("example.com/-cleanup", "begin and end")]
    [InlineData("Example.com/cleanup", "lower case")]
    [InlineData("/cleanup", "DNS name")]
    [InlineData("a/b/c", "more than one slash")]
    [InlineData("example.com/cleanup\n", "letters")]
    public void Is_judged_as_the_server_does(string name, string? problem) => Check(name, problem);

    [Fact]
    public void Is_not_cut_when_it_is_too_long()
    {
        Check("example.com/" + new string('a', 63), null);
        Check("example.com/" + new string('a', 64), "64 characters, and 63");
        Check($"{new string('a', 254)}/b", "254 characters, and 253");
    }

    private static void Check(string name, string? problem)
    {
        if (problem is null)
            Assert.Null(QualifiedName.ProblemOf(name));
        else
            Assert.Contains(problem, QualifiedName.ProblemOf(name), StringComparison.Ordinal);
    }
}
