using System.Text;
using System.Text.Json;
using YamlDotNet.Core;

namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>Reads documents out of a text: JSON, one or several behind each other, or YAML.</summary>
internal static class SnapshotText
{
    private static readonly JsonReaderOptions JsonOptions = new() { AllowMultipleValues = true, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 256 };

    /// <summary>The documents of a text.</summary>
    /// <exception cref="SnapshotException">It is neither; the message says where.</exception>
    public static IReadOnlyList<JsonElement> Parse(string text, string source)
    {
        var start = text.AsSpan().TrimStart().TrimStart('\uFEFF').TrimStart();
        if (start.Length == 0)
        {
            return [];
        }

        return start[0] is '{' or '[' && !source.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !source.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            ? ParseJson(start, source)
            : ParseYaml(text, source);
    }

    private static List<JsonElement> ParseJson(ReadOnlySpan<char> text, string source)
    {
        try
        {
            var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), JsonOptions);
            var found = new List<JsonElement>();
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                found.Add(document.RootElement.Clone());
            }

            return found;
        }
        catch (JsonException problem)
        {
            throw new SnapshotException(
                $"{source}, line {(problem.LineNumber ?? 0) + 1}: this is not JSON ({FirstSentence(problem.Message)}). Was the file cut off, or does it hold a message of kubectl? Write it anew, or take it out of the snapshot.", problem);
        }
    }

    private static IReadOnlyList<JsonElement> ParseYaml(string text, string source)
    {
        try
        {
            return YamlDocuments.Read(text);
        }
        catch (YamlException problem)
        {
            throw new SnapshotException(
                $"{source}, line {problem.Start.Line}, column {problem.Start.Column}: this is not YAML ({FirstSentence(problem.Message)}). Mend the file, or take it out of the snapshot.", problem);
        }
    }

    private static string FirstSentence(string message) => message.Split(['\n', '\r'], 2)[0].Split(". ", 2)[0].TrimEnd('.');
}
