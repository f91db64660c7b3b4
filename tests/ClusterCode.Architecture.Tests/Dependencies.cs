using System.Reflection;
using System.Xml.Linq;
using ClusterCode.Testing;

namespace ClusterCode.Architecture.Tests;

/// <summary>Dependencies point one way.</summary>
public sealed class Dependencies
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["ClusterCode.Api"] = [],
        ["ClusterCode.ControllerRuntime"] = [],
        ["ClusterCode.Diagnosis"] = ["ClusterCode.Api"],
        ["ClusterCode.Llm"] = ["ClusterCode.Api"],
        ["ClusterCode.Cli"] = ["ClusterCode.Api", "ClusterCode.ControllerRuntime", "ClusterCode.Diagnosis", "ClusterCode.Llm"],
        ["ClusterCode.Operator"] = ["ClusterCode.Api", "ClusterCode.ControllerRuntime", "ClusterCode.Diagnosis", "ClusterCode.Llm"],
    };

    /// <summary>Assembly names that differ from their project's.</summary>
    private static readonly Dictionary<string, string> AssemblyNames = new()
    {
        ["ClusterCode.Cli"] = "cluster-code",
    };

    public static TheoryData<string> Projects => [.. SourceTree.Projects];

    [Fact]
    public void Are_stated_for_every_project() => Assert.Equal(SourceTree.Projects, Allowed.Keys.Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Of_a_project_file_are_the_allowed_ones(string project)
    {
        var references = XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Of_an_assembly_are_the_allowed_ones(string project)
    {
        var ours = SourceTree.Projects.ToDictionary(name => AssemblyNames.GetValueOrDefault(name, name));
        var references = ReferencesOf(project).Where(ours.ContainsKey).Select(name => ours[name]);

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [InlineData("ClusterCode.Diagnosis")]
    [InlineData("ClusterCode.ControllerRuntime")]
    [InlineData("ClusterCode.Api")]
    public void On_models_are_the_model_sides_alone(string project) =>
        Assert.DoesNotContain(ReferencesOf(project), name =>
            name.StartsWith("Microsoft.Extensions.AI", StringComparison.Ordinal) || name is "OllamaSharp" or "OpenAI");

    private static IEnumerable<string> ReferencesOf(string project) =>
        Assembly.Load(AssemblyNames.GetValueOrDefault(project, project)).GetReferencedAssemblies().Select(reference => reference.Name!);
}
