using System.Text.Json.Nodes;
using ClusterCode.Api.Tests.Contract;
using ClusterCode.Testing;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Manifests;

/// <summary>One object of a manifest.</summary>
internal sealed record Manifest(YamlMappingNode Node)
{
    public string Kind => Node.Text("kind")!;

    public string Name => Node.Text("metadata", "name")!;

    public string Key => $"{Kind} {Node.Text("metadata", "namespace")}/{Name}";

    public JsonNode Json => Node.ToJson()!;

    /// <summary>The RBAC rules, for roles.</summary>
    public IReadOnlyList<YamlNode> Rules => Node.Items("rules");

    public static IReadOnlyList<Manifest> Parse(string text) => [.. YamlNodes.LoadAll(text).Select(node => new Manifest(node))];

    public static IReadOnlyList<Manifest> InFile(string path) => Parse(File.ReadAllText(path));

    /// <summary>What <c>kubectl kustomize</c> prints for a folder whose kustomizations do nothing but list resources.</summary>
    public static IReadOnlyList<Manifest> InKustomization(params string[] folder)
    {
        var path = Repository.PathOf(folder);
        var kustomization = YamlNodes.Load(Path.Combine(path, "kustomization.yaml"));
        Assert.Equal(["apiVersion", "kind", "resources"], kustomization.Children.Keys.Select(key => ((YamlScalarNode)key).Value).Order());
        return
        [
            .. kustomization.Texts("resources").SelectMany(resource => Directory.Exists(Path.Combine(path, resource))
                ? InKustomization(Path.GetFullPath(Path.Combine(path, resource)))
                : InFile(Path.Combine(path, resource))),
        ];
    }
}
