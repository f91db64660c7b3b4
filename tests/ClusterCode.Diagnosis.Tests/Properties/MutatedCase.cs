using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views.Recorded;

namespace ClusterCode.Diagnosis.Tests.Properties;

/// <summary>A recorded case as documents, which can be changed before they are judged.</summary>
internal static class MutatedCase
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Recorded");

    /// <summary>The recording of a case, each object passed through <paramref name="change"/>; and all its text, in which every name occurs that a report may name.</summary>
    public static (ClusterRecording Recording, string Input) Load(string name, Action<JsonNode>? change = null, Func<string, string>? changeLog = null)
    {
        var recording = new ClusterRecording { RecordedAt = RecordedCase.Now };
        var input = new System.Text.StringBuilder(RecordedCase.NamespaceOf(name));
        foreach (var part in new[] { "_cluster", name })
        {
            var text = Texts.GetOrAdd(part, p => File.ReadAllText(Path.Combine(Root, p, "objects.json")));
            input.Append(text);
            foreach (var item in JsonNode.Parse(text)!["items"]!.AsArray().ToList())
            {
                change?.Invoke(item!);
                recording.Add(JsonSerializer.SerializeToElement(item), part);
            }
        }

        var logs = Path.Combine(Root, name, "logs");
        foreach (var file in Directory.Exists(logs) ? Directory.GetFiles(logs) : [])
        {
            var stem = Path.GetFileNameWithoutExtension(file);
            var previous = stem.EndsWith(".previous", StringComparison.Ordinal);
            var parts = (previous ? stem[..^".previous".Length] : stem).Split('_', 2);
            var log = File.ReadAllText(file);
            recording.AddLog(RecordedCase.NamespaceOf(name), parts[0], parts[1], previous, changeLog?.Invoke(log) ?? log);
        }

        return (recording, input.ToString());
    }
}
