using System.Text.RegularExpressions;
using ClusterCode.Testing;

namespace ClusterCode.Architecture.Tests;

public sealed partial class Conventions
{
    private const int LongestFile = 450;

    public static TheoryData<string> Projects => [.. SourceTree.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_holds_one_type_and_has_its_name(string project)
    {
        var strays = SourceTree.Files(Repository.PathOf("src", project), "*.cs")
            .Where(file => TypePattern.Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value) is var types
                && (types.Skip(1).Any() || types.Any(type => type != Path.GetFileName(file).Split('.', '{')[0])))
            .Select(SourceTree.Relative);

        Assert.Empty(strays);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_is_short_enough_to_be_read_at_once(string project)
    {
        var long_ones = SourceTree.Files(Repository.PathOf("src", project), "*.cs")
            .Where(file => File.ReadLines(file).Count() > LongestFile)
            .Select(SourceTree.Relative);

        Assert.Empty(long_ones);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_has_a_test_project_in_the_solution(string project)
    {
        var solution = File.ReadAllText(Repository.PathOf("ClusterCode.Operator.sln"));

        Assert.Contains($@"src\{project}\{project}.csproj", solution, StringComparison.Ordinal);
        Assert.Contains($@"tests\{project}.Tests\{project}.Tests.csproj", solution, StringComparison.Ordinal);
        Assert.True(File.Exists(Repository.PathOf("tests", $"{project}.Tests", $"{project}.Tests.csproj")));
    }

    [Fact]
    public void Every_test_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.PathOf("ClusterCode.Operator.sln"));
        var missing = SourceTree.Files(Repository.PathOf("tests"), "*.csproj").Select(Path.GetFileName).Where(project => !solution.Contains(project!, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    /// <summary>Top-level types only: with file-scoped namespaces they begin at the start of a line. <c>file</c> types belong to their neighbour.</summary>
    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|record(?:\s+(?:class|struct))?|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypePattern { get; }
}
