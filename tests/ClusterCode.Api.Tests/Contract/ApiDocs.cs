using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ClusterCode.Api.Tests.Contract;

/// <summary>The doc comments of ClusterCode.Api, in the words of the CRDs' descriptions.</summary>
internal static partial class ApiDocs
{
    private static readonly Dictionary<string, XElement> Members =
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "ClusterCode.Api.xml"))
            .Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary") ?? new XElement("summary"));

    public static string OfType(Type type) => Text($"T:{type.FullName}");

    public static string OfProperty(Type type, string property) => Text($"P:{type.FullName}.{property}");

    public static string OfEnumValue(Type type, string value) => Text($"F:{type.FullName}.{value}");

    /// <summary>The value that a description names as the default, or null.</summary>
    public static string? DefaultIn(string description) =>
        DefaultPattern.Match(description) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Text(string member) =>
        Members.TryGetValue(member, out var summary)
            ? Whitespace.Replace(string.Concat(summary.Nodes().Select(Word)), " ").Trim()
            : throw new InvalidDataException($"{member} has no doc comment");

    private static string Word(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => Reference(see.Attribute("cref")!.Value),
        _ => throw new InvalidDataException($"a CRD's description cannot say {node}"),
    };

    private static string Reference(string cref)
    {
        var name = cref[(cref.LastIndexOf('.') + 1)..];
        return cref.StartsWith("T:", StringComparison.Ordinal) ? name : char.ToLowerInvariant(name[0]) + name[1..];
    }

    [GeneratedRegex(@"Default: (\S+?)[.,]?(?=\s|$)")]
    private static partial Regex DefaultPattern { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace { get; }
}
