using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ClusterCode.Accuracy.Catalog;

/// <summary>The scenarios beside the program, a folder for each class: an expectation, then YAML documents.</summary>
public static class AccuracyCatalog
{
    private const string DocumentSeparator = "\n---\n";

    /// <summary>Those that are applied to a real cluster.</summary>
    public static IReadOnlyList<AccuracyCase> Live { get; } = Load("Live");

    /// <summary>Those that consist of objects, events and logs alone.</summary>
    public static IReadOnlyList<AccuracyCase> Constructed { get; } = Load("Constructed");

    private static IReadOnlyList<AccuracyCase> Load(string kind)
    {
        var root = Path.Combine(AppContext.BaseDirectory, kind);
        var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        return !Directory.Exists(root)
            ? []
            :
            [
                .. Directory.EnumerateFiles(root, "*.yaml", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                    .Select(file => Parse(root, file, deserializer)),
            ];
    }

    private static AccuracyCase Parse(string root, string file, IDeserializer deserializer)
    {
        var text = File.ReadAllText(file);
        var end = text.IndexOf(DocumentSeparator, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new FormatException($"{file} has nothing after its expectation: separate them by a line ---");
        }

        try
        {
            return new AccuracyCase(
                Path.GetRelativePath(root, Path.GetDirectoryName(file)!),
                Path.GetFileNameWithoutExtension(file),
                deserializer.Deserialize<CaseExpectation>(text[..end]),
                text[(end + DocumentSeparator.Length)..]);
        }
        catch (YamlException problem)
        {
            throw new FormatException($"{file}: the expectation cannot be read: {problem.Message} {problem.InnerException?.Message}", problem);
        }
    }
}
