using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ClusterCode.Scenarios.Catalog;

/// <summary>The scenarios, read from the files beside the tests: an expectation, then manifests as <c>kubectl apply</c> takes them.</summary>
internal static class ScenarioCatalog
{
    private const string DocumentSeparator = "\n---\n";

    public static IReadOnlyList<Scenario> Load()
    {
        var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Scenarios"), "*.yaml")
                .Order(StringComparer.Ordinal)
                .Select(file => Parse(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file), deserializer)),
        ];
    }

    private static Scenario Parse(string name, string text, IDeserializer deserializer)
    {
        var end = text.IndexOf(DocumentSeparator, StringComparison.Ordinal);
        return end < 0
            ? throw new FormatException($"Scenarios/{name}.yaml has no manifest after its expectation: separate them by a line ---")
            : new Scenario(name, deserializer.Deserialize<Expectation>(text[..end]), text[(end + DocumentSeparator.Length)..]);
    }
}
