using System.Text.Json.Nodes;

namespace ClusterCode.Diagnosis.Tests.Properties;

/// <summary>Changes an object as no API server would, or as one of another version or a hostile client might. Names that tell objects apart are left alone.</summary>
internal sealed class JsonMutation(Random random)
{
    private static readonly string[] Texts =
    [
        "", " ", "Quelque chose a échoué", "失败：找不到配置", "\u001b[31mred\u001b[0m\u0007\u0000\u0008", "‮reversed‬\u200b", "{{ .Values.x }} $(rm -rf /) `id`", "ERROR\r\nERROR\n", "None", "-1",
        "9999999999999999999999", "1e400", "FutureReason", "SomethingNew", "../../etc/passwd", "\ud83d\ude00", new('x', 70_000), string.Concat(Enumerable.Repeat("ü\n", 20_000)),
    ];

    private static readonly Func<JsonNode?>[] Values =
    [
        () => null, () => 5, () => -1, () => true, () => 1.5, () => "text", () => new JsonArray(), () => new JsonObject(), () => new JsonArray(null, 1, "a", new JsonObject()), () => long.MaxValue,
    ];

    private static readonly HashSet<string> Identity = new(StringComparer.Ordinal) { "name", "namespace", "uid", "kind", "apiVersion", "items", "metadata" };

    /// <summary>Mutates some places of a document.</summary>
    public void Apply(JsonNode document, int places)
    {
        for (var i = 0; i < places; i++)
        {
            var candidates = new List<(JsonNode Parent, string? Name, int Index)>();
            Collect(document, candidates);
            if (candidates.Count == 0)
            {
                return;
            }

            Change(candidates[random.Next(candidates.Count)]);
        }
    }

    private void Change((JsonNode Parent, string? Name, int Index) place)
    {
        var current = place.Name is null ? ((JsonArray)place.Parent)[place.Index] : place.Parent[place.Name];
        var isText = current is JsonValue value && value.TryGetValue<string>(out _);
        switch (random.Next(4))
        {
            case 0 when place.Name is not null:
                ((JsonObject)place.Parent).Remove(place.Name);
                break;
            case 0:
                ((JsonArray)place.Parent).RemoveAt(place.Index);
                break;
            case 1 or 2 when isText:
                Set(place, Texts[random.Next(Texts.Length)]);
                break;
            case 1 when current is JsonArray many && many.Count > 0:
                many.Add(many[0]?.DeepClone());
                break;
            default:
                Set(place, Values[random.Next(Values.Length)]());
                break;
        }
    }

    private static void Set((JsonNode Parent, string? Name, int Index) place, JsonNode? value)
    {
        if (place.Name is null)
        {
            ((JsonArray)place.Parent)[place.Index] = value;
        }
        else
        {
            place.Parent[place.Name] = value;
        }
    }

    private static void Collect(JsonNode? node, List<(JsonNode, string?, int)> found)
    {
        if (node is JsonObject mapping)
        {
            foreach (var (name, child) in mapping)
            {
                if (!Identity.Contains(name))
                {
                    found.Add((mapping, name, 0));
                }

                Collect(child, found);
            }
        }
        else if (node is JsonArray sequence)
        {
            for (var i = 0; i < sequence.Count; i++)
            {
                found.Add((sequence, null, i));
                Collect(sequence[i], found);
            }
        }
    }
}
