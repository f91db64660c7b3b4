using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Contract;

/// <summary>Short ways through a YAML document.</summary>
internal static class YamlNodes
{
    public static YamlMappingNode Load(string path)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(path);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    public static YamlNode? Find(this YamlNode node, params string[] path) =>
        path.Aggregate((YamlNode?)node, (current, key) => current switch
        {
            YamlMappingNode mapping => mapping.Children.TryGetValue(key, out var child) ? child : null,
            YamlSequenceNode sequence => sequence.Children[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)],
            _ => null,
        });

    public static YamlMappingNode Mapping(this YamlNode node, params string[] path) =>
        node.Find(path) as YamlMappingNode ?? throw new InvalidDataException($"no mapping at {string.Join('.', path)}");

    public static string? Text(this YamlNode node, params string[] path) => (node.Find(path) as YamlScalarNode)?.Value;

    public static IReadOnlyList<string> Texts(this YamlNode node, params string[] path) =>
        [.. ((node.Find(path) as YamlSequenceNode)?.Children ?? []).Select(child => ((YamlScalarNode)child).Value ?? "")];

    public static IEnumerable<(string Name, YamlMappingNode Schema)> Properties(this YamlNode schema) =>
        ((schema.Find("properties") as YamlMappingNode)?.Children ?? new Dictionary<YamlNode, YamlNode>() as IDictionary<YamlNode, YamlNode>)
        .Select(pair => (((YamlScalarNode)pair.Key).Value!, (YamlMappingNode)pair.Value));
}
