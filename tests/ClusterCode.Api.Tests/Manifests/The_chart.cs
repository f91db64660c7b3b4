using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClusterCode.Api.Tests.Contract;
using ClusterCode.Testing;

namespace ClusterCode.Api.Tests.Manifests;

/// <summary>
/// The chart's templates use nothing but plain values, so that they can be filled in here without helm; what cannot be filled in fails the test.
/// </summary>
public sealed partial class The_chart
{
    private static readonly string Chart = Repository.PathOf("charts", "cluster-code-operator");

    [Fact]
    public void Installs_what_config_default_installs()
    {
        var kustomized = Manifest.InKustomization("config", "default").Where(manifest => manifest.Kind != "Namespace").ToDictionary(manifest => manifest.Key);
        var charted = Rendered().ToDictionary(manifest => manifest.Key);

        Assert.Equal(kustomized.Keys.Order(), charted.Keys.Order());
        Assert.All(kustomized, pair => Assert.True(
            JsonNode.DeepEquals(pair.Value.Json, charted[pair.Key].Json),
            $"{pair.Key} differs: copy it from config to charts/cluster-code-operator, or the other way round"));
    }

    [Fact]
    public void Has_the_version_of_the_program()
    {
        var chart = YamlNodes.Load(Path.Combine(Chart, "Chart.yaml"));
        var program = VersionPattern.Match(File.ReadAllText(Repository.PathOf("Directory.Build.props"))).Groups[1].Value;

        Assert.Equal((program, program), (chart.Text("version"), chart.Text("appVersion")));
        Assert.Equal(program, YamlNodes.Load(Path.Combine(Chart, "values.yaml")).Text("image", "tag"));
    }

    private static IEnumerable<Manifest> Rendered()
    {
        var values = YamlNodes.Load(Path.Combine(Chart, "values.yaml"));
        var templates = Directory.GetFiles(Path.Combine(Chart, "templates"), "*.yaml").Select(file => Placeholder.Replace(File.ReadAllText(file), match =>
            match.Groups[1].Value switch
            {
                ".Release.Namespace" => "cluster-code-system",
                var value when value.StartsWith(".Values.", StringComparison.Ordinal) =>
                    values.Text(value.Split('.')[2..]) ?? throw new InvalidDataException($"{file}: values.yaml has no {value}"),
                var other => throw new InvalidDataException($"{file}: this test cannot fill in {other}"),
            }));
        var crds = Directory.GetFiles(Path.Combine(Chart, "crds")).Select(File.ReadAllText);
        return templates.Concat(crds).SelectMany(Manifest.Parse);
    }

    [GeneratedRegex(@"\{\{\s*(.*?)\s*\}\}")]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex("<Version>(.*?)</Version>")]
    private static partial Regex VersionPattern { get; }
}
