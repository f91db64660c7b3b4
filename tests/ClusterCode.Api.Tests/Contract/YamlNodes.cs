using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Contract;

/// <summary>Short ways through a YAML document.</summary>
internal static class YamlNodes
{
    public static YamlMappingNode Load(string path) => LoadAll(File.ReadAllText(path)).Single();

    public static IReadOnlyList<YamlMappingNode> LoadAll(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    public static YamlNode? Find(this YamlNode node, params string[] path) =>
        path.Aggregate((YamlNode?)node, (current, key) => current switch
        {
            YamlMappingNode mapping => mapping.Children.TryGetValue(key, out var child) ? child : null,
            YamlSequenceNode sequence => sequence.Children[int.Parse(key, CultureInfo.InvariantCulture)],
            _ => null,
        });

    public static YamlMappingNode Mapping(this YamlNode node, params string[] path) =>
        node.Find(path) as YamlMappingNode ?? throw new InvalidDataException($"no mapping at {string.Join('.', path)}");

    public static string? Text(this YamlNode node, params string[] path) => (node.Find(path) as YamlScalarNode)?.Value;

    public static IReadOnlyList<string> Texts(this YamlNode node, params string[] path) =>
        [.. ((node.Find(path) as YamlSequenceNode)?.Children ?? []).Select(child => ((YamlScalarNode)child).Value ?? "")];

    public static IReadOnlyList<YamlNode> Items(this YamlNode node, params string[] path) =>
        (node.Find(path) as YamlSequenceNode)?.Children.ToList() ?? [];

    /// <summary>The node as JSON, with booleans and numbers where plain scalars say so.</summary>
    public static JsonNode? ToJson(this YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, pair.Value.ToJson()))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" or "null" } word => JsonNode.Parse(word.Value!),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when decimal.TryParse(scalar.Value, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidDataException($"{node.NodeType} at {node.Start} has no JSON form"),
    };

    public static IEnumerable<(string Name, YamlMappingNode Schema)> Properties(this YamlNode schema) =>
        ((schema.Find("properties") as YamlMappingNode)?.Children ?? new Dictionary<YamlNode, YamlNode>() as IDictionary<YamlNode, YamlNode>)
        .Select(pair => (((YamlScalarNode)pair.Key).Value!, (YamlMappingNode)pair.Value));
}
