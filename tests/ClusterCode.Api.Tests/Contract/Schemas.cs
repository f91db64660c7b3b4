using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Contract;

/// <summary>Walks through a schema.</summary>
internal static class Schemas
{
    /// <summary>The schema itself and every one within it, with its path.</summary>
    public static IEnumerable<(string Path, YamlMappingNode Schema)> All(YamlMappingNode schema, string path)
    {
        yield return (path, schema);
        var children = schema.Properties().Select(property => (Path: $"{path}.{property.Name}", property.Schema))
            .Concat(Child(schema, "items", $"{path}[]"))
            .Concat(Child(schema, "additionalProperties", $"{path}.*"));
        foreach (var nested in children.SelectMany(child => All(child.Schema, child.Path)))
        {
            yield return nested;
        }
    }

    private static IEnumerable<(string Path, YamlMappingNode Schema)> Child(YamlMappingNode schema, string key, string path) =>
        schema.Find(key) is YamlMappingNode child ? [(path, child)] : [];
}
