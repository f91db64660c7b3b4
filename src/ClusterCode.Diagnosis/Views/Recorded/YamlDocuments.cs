using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>
/// Reads YAML as what Kubernetes takes it for: another spelling of JSON. Plain scalars are typed by YAML 1.2's core schema, and by YAML 1.1's octal numbers,
/// which <c>defaultMode: 0644</c> is in every manifest. Anchors are followed within a budget; tags are not.
/// </summary>
internal static partial class YamlDocuments
{
    /// <summary>Nodes of one text, with those that aliases repeat: a few lines of anchors could ask for billions.</summary>
    private const int MaxNodes = 4_000_000;

    /// <summary>Levels of nesting.</summary>
    private const int MaxDepth = 200;

    /// <summary>All documents; empty ones are left out.</summary>
    public static IReadOnlyList<JsonElement> Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        var budget = new Budget();
        var found = new List<JsonElement>();
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            if (Node(parser, [], budget, 0) is { } node)
            {
                found.Add(JsonSerializer.SerializeToElement(node));
            }

            parser.Consume<DocumentEnd>();
        }

        return found;
    }

    private static JsonNode? Node(Parser parser, Dictionary<AnchorName, JsonNode?> anchors, Budget budget, int depth)
    {
        var at = parser.Current!;
        budget.Spend(1, at, depth);
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (!anchors.TryGetValue(alias.Value, out var known))
            {
                throw new YamlException(alias.Start, alias.End, $"the alias *{alias.Value} has no anchor before it");
            }

            budget.Spend(Count(known), at, depth);
            return known?.DeepClone();
        }

        var anchor = (at as NodeEvent)?.Anchor ?? AnchorName.Empty;
        JsonNode? node = at switch
        {
            MappingStart => Mapping(parser, anchors, budget, depth),
            SequenceStart => Sequence(parser, anchors, budget, depth),
            _ => Scalar(parser.Consume<Scalar>()),
        };
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = node?.DeepClone();
        }

        return node;
    }

    private static JsonObject Mapping(Parser parser, Dictionary<AnchorName, JsonNode?> anchors, Budget budget, int depth)
    {
        parser.Consume<MappingStart>();
        var mapping = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            var value = Node(parser, anchors, budget, depth + 1);
            if (!mapping.TryAdd(key.Value, value))
            {
                throw new YamlException(key.Start, key.End, $"the key {key.Value} stands twice in one mapping");
            }
        }

        return mapping;
    }

    private static JsonArray Sequence(Parser parser, Dictionary<AnchorName, JsonNode?> anchors, Budget budget, int depth)
    {
        parser.Consume<SequenceStart>();
        var sequence = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            sequence.Add(Node(parser, anchors, budget, depth + 1));
        }

        return sequence;
    }

    private static JsonValue? Scalar(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str")
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ => Number(text) ?? JsonValue.Create(text),
        };
    }

    private static JsonValue? Number(string text)
    {
        if (Octal().IsMatch(text) && TryOctal(text) is { } octal)
        {
            return JsonValue.Create(octal);
        }

        if (Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return JsonValue.Create(integer);
        }

        return Real().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? JsonValue.Create(real) : null;
    }

    private static long? TryOctal(string text)
    {
        var value = 0L;
        foreach (var digit in text.AsSpan(text[1] == 'o' ? 2 : 1))
        {
            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject mapping => 1 + mapping.Sum(p => Count(p.Value)),
        JsonArray sequence => 1 + sequence.Sum(Count),
        _ => 1,
    };

    [GeneratedRegex("^0o?[0-7]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();

    [GeneratedRegex("^[-+]?[0-9]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]{1,40}|[0-9]{1,40}(\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,4})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Real();

    private sealed class Budget
    {
        private int _left = MaxNodes;

        public void Spend(int nodes, ParsingEvent at, int depth)
        {
            if ((_left -= nodes) < 0 || depth > MaxDepth)
            {
                throw new YamlException(at.Start, at.End, depth > MaxDepth ? $"more than {MaxDepth} levels of nesting" : $"more than {MaxNodes} values");
            }
        }
    }
}
