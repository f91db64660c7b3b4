using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Tests.Support;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class ScriptErrorTests
{
    [Theory]
    [InlineData("sh: syntax error: unterminated quoted string", "unterminated quoted string (in \"set -e\\necho 'a\")")]
    [InlineData("sh: line 2: syntax error: unexpected end of file (expecting \"fi\")", "at line 2: unexpected end of file (expecting \"fi\") (in \"echo 'a\")")]
    [InlineData("sh: 2: Syntax error: Unterminated quoted string", "at line 2: Unterminated quoted string (in \"echo 'a\")")]
    [InlineData("/bin/sh: 2: Syntax error: \"fi\" unexpected", "at line 2: \"fi\" unexpected (in \"echo 'a\")")]
    [InlineData("bash: -c: line 2: syntax error near unexpected token `done'", "at line 2: near unexpected token `done' (in \"echo 'a\")")]
    [InlineData("bash: -c: line 1: unexpected EOF while looking for matching `''", "at line 1: unexpected EOF while looking for matching `'' (in \"set -e\")")]
    [InlineData("/scripts/run.sh: line 14: syntax error: unexpected \"(\"", "at line 14: unexpected \"(\" (file /scripts/run.sh)")]
    [InlineData("/scripts/run: 14: Syntax error: end of file unexpected", "at line 14: end of file unexpected (file /scripts/run)")]
    public void The_line_and_what_is_wrong_are_told(string log, string says)
    {
        var finding = Assert.Single(Of(log).OwnedBy("Job", "cleanup").Judge<ContainerFailureAnalyzer>());
        Assert.Equal(CauseCategories.JobScriptError, finding.Category);
        Assert.StartsWith("The shell script of container app of Job cleanup has a syntax error", finding.Title, StringComparison.Ordinal);
        if (!says.Contains("\\n", StringComparison.Ordinal))
        {
            Assert.Contains(says, finding.Title, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void In_a_Deployment_it_is_a_bad_command() =>
        Assert.Equal(CauseCategories.BadCommand, Assert.Single(Of("sh: syntax error: unterminated quoted string").Judge<ContainerFailureAnalyzer>()).Category);

    [Theory]
    [InlineData("ERROR: syntax error at or near \"SELCT\"")]
    [InlineData("psql: ERROR:  syntax error at end of input")]
    [InlineData("SyntaxError: invalid syntax")]
    public void Other_languages_are_not_the_shell(string log) =>
        Assert.Equal(CauseCategories.AppError, Assert.Single(Of(log).OwnedBy("Job", "cleanup").Judge<ContainerFailureAnalyzer>()).Category);

    private static Case Of(string log) => Case.Of(new PodBuilder().Crashing("app", 2, change: c => c.Command = ["sh", "-ec", "set -e\necho 'a"])).Log("app", log);
}
