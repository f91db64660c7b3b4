using System.Globalization;
using System.Text.Json.Nodes;
using ClusterCode.Api.Tests.Contract;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.StatusBounds;

/// <summary>Checks the sizes of a JSON value against a schema's maxLength and maxItems.</summary>
internal static class SchemaSizes
{
    public static IEnumerable<string> Exceeded(JsonNode? value, YamlMappingNode schema, string path) => value switch
    {
        JsonObject @object => @object.SelectMany(pair => schema.Find("properties", pair.Key) is YamlMappingNode property ? Exceeded(pair.Value, property, $"{path}.{pair.Key}") : []),
        JsonArray array => Over(array.Count, schema.Text("maxItems"), path)
            .Concat(array.SelectMany(item => Exceeded(item, schema.Mapping("items"), $"{path}[]"))),
        JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String =>
            Over(text.GetValue<string>().EnumerateRunes().Count(), schema.Text("maxLength"), path),
        _ => [],
    };

    private static IEnumerable<string> Over(int size, string? most, string path) =>
        most is not null && size > int.Parse(most, CultureInfo.InvariantCulture) ? [$"{path}: {size} > {most}"] : [];
}
