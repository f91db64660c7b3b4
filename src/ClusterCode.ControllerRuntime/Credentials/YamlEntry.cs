using YamlDotNet.RepresentationModel;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>One mapping of a YAML file, and the folder against which its relative paths are meant.</summary>
internal sealed record YamlEntry(YamlMappingNode Map, string Folder)
{
    public YamlNode? Node(string name) => Map.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;

    public bool Has(string name) => Node(name) is not (null or YamlScalarNode { Value: null or "" });

    /// <summary>A text that is not empty; null otherwise.</summary>
    public string? Text(string name) => Node(name) is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;

    public bool Flag(string name) => Text(name) == "true";

    public YamlEntry? Nested(string name) => Node(name) is YamlMappingNode map ? new YamlEntry(map, Folder) : null;

    public IEnumerable<YamlEntry> List(string name) =>
        Node(name) is YamlSequenceNode list ? list.OfType<YamlMappingNode>().Select(map => new YamlEntry(map, Folder)) : [];

    public IReadOnlyList<string> Texts(string name) =>
        Node(name) is YamlSequenceNode list ? [.. list.OfType<YamlScalarNode>().Select(scalar => scalar.Value ?? "")] : [];

    /// <summary>A path, made absolute.</summary>
    public string? FilePath(string name) => Text(name) is { } path ? Path.GetFullPath(path, Folder) : null;

    /// <summary>PEM text that is given as <c>NAME-data</c> or in the file at <c>NAME</c>; the data wins.</summary>
    public PemSource? Pem(string name) =>
        Text($"{name}-data") is { } data ? PemSource.Base64(data) : FilePath(name) is { } path ? PemSource.File(path) : null;
}
