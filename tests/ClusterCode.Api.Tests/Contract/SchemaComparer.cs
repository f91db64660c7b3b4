using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClusterCode.Api.Serialization;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Contract;

/// <summary>
/// Compares a C# type, as its JSON metadata sees it, with an OpenAPI schema, in both directions: fields, types, enum values, required flags,
/// defaults and descriptions. Types of KubernetesClient (label selectors, conditions) are compared by their fields and types only.
/// </summary>
internal sealed class SchemaComparer
{
    private static readonly Dictionary<Type, (string Type, string? Format)> Scalars = new()
    {
        [typeof(string)] = ("string", null),
        [typeof(bool)] = ("boolean", null),
        [typeof(int)] = ("integer", "int32"),
        [typeof(long)] = ("integer", "int64"),
        [typeof(double)] = ("number", "double"),
        [typeof(DateTime)] = ("string", "date-time"),
    };

    private readonly List<string> _differences = [];

    /// <summary>Every difference between the type's <c>spec</c> and <c>status</c> and the schema's; empty when they agree.</summary>
    public static IReadOnlyList<string> Compare(Type kind, YamlMappingNode schema)
    {
        var comparer = new SchemaComparer();
        comparer.Expect("", "description", ApiDocs.OfType(kind), schema.Text("description"));
        foreach (var property in new[] { "Spec", "Status" })
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property);
            comparer.CompareField(kind, property, kind.GetProperty(property)!.PropertyType, schema.Mapping("properties", name), name);
        }

        return comparer._differences;
    }

    private void CompareField(Type owner, string property, Type type, YamlMappingNode schema, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsOurs(owner))
        {
            var doc = ApiDocs.OfProperty(owner, property);
            var words = ElementOf(type) ?? type;
            Expect(path, "description", words.IsEnum ? $"{doc}\n{ValuesOf(words)}" : doc, schema.Text("description"));
            Expect(path, "default", ApiDocs.DefaultIn(doc), schema.Text("default"));
        }

        CompareType(type, schema, path);
    }

    private void CompareType(Type type, YamlMappingNode schema, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalars.TryGetValue(type, out var scalar))
        {
            Expect(path, "type", scalar.Type, schema.Text("type"));
            Expect(path, "format", scalar.Format, schema.Text("format"));
        }
        else if (type.IsEnum)
        {
            Expect(path, "type", "string", schema.Text("type"));
            Expect(path, "enum", string.Join(", ", NamesOf(type)), string.Join(", ", schema.Texts("enum")));
        }
        else if (TypeInfo(type) is { Kind: JsonTypeInfoKind.Enumerable } list)
        {
            Expect(path, "type", "array", schema.Text("type"));
            CompareType(list.ElementType!, schema.Mapping("items"), $"{path}[]");
        }
        else if (TypeInfo(type) is { Kind: JsonTypeInfoKind.Dictionary } map)
        {
            Expect(path, "type", "object", schema.Text("type"));
            CompareValues(map.ElementType!, schema, path);
        }
        else
        {
            Expect(path, "type", "object", schema.Text("type"));
            CompareObject(type, schema, path);
        }
    }

    private void CompareValues(Type valueType, YamlMappingNode schema, string path)
    {
        if (valueType == typeof(JsonElement))
        {
            Expect(path, "x-kubernetes-preserve-unknown-fields", "true", schema.Text("x-kubernetes-preserve-unknown-fields"));
        }
        else
        {
            CompareType(valueType, schema.Mapping("additionalProperties"), $"{path}.*");
        }
    }

    private void CompareObject(Type type, YamlMappingNode schema, string path)
    {
        var inCode = TypeInfo(type).Properties;
        var inYaml = schema.Properties().ToDictionary(property => property.Name, property => property.Schema);
        foreach (var missing in inYaml.Keys.Except(inCode.Select(property => property.Name)))
        {
            _differences.Add($"{path}.{missing}: in the YAML, and not in {type.Name}");
        }

        if (IsOurs(type))
        {
            var required = inCode.Where(property => property.IsRequired).Select(property => property.Name);
            Expect(path, "required", string.Join(", ", required.Order()), string.Join(", ", schema.Texts("required").Order()));
        }

        foreach (var property in inCode)
        {
            if (!inYaml.TryGetValue(property.Name, out var propertySchema))
            {
                _differences.Add($"{path}.{property.Name}: in {type.Name}, and not in the YAML");
                continue;
            }

            var member = ((System.Reflection.MemberInfo)property.AttributeProvider!).Name;
            CompareField(type, member, property.PropertyType, propertySchema, $"{path}.{property.Name}");
        }
    }

    private void Expect(string path, string what, string? code, string? yaml)
    {
        if (code != yaml)
        {
            _differences.Add($"{path}: {what} is '{code}' in C# and '{yaml}' in the YAML");
        }
    }

    private static bool IsOurs(Type type) => type.Assembly == typeof(ClusterCodeApi).Assembly;

    private static JsonTypeInfo TypeInfo(Type type) =>
        ClusterCodeJsonContext.Default.GetTypeInfo(type) ?? throw new InvalidDataException($"{type} is not in ClusterCodeJsonContext");

    private static Type? ElementOf(Type type) =>
        ClusterCodeJsonContext.Default.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } ? element : null;

    private static IEnumerable<string> NamesOf(Type type) => Enum.GetValues(type).Cast<object>().Select(value => NameOf(type, value));

    private static string NameOf(Type type, object value) =>
        JsonSerializer.SerializeToElement(value, type, ClusterCodeJsonContext.Default.Options).GetString()!;

    private static string ValuesOf(Type type) =>
        string.Join('\n', Enum.GetValues(type).Cast<object>().Select(value => $"{NameOf(type, value)}: {ApiDocs.OfEnumValue(type, value.ToString()!)}"));
}
