using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>
/// Takes null out of the lists of a document. An API server serves none, because its types cannot hold them; a file that somebody wrote may, and whoever reads the
/// object's lists need not expect it.
/// </summary>
internal static class NullItems
{
    /// <summary>A copy without them.</summary>
    public static JsonElement Removed(JsonElement document)
    {
        if (!Has(document))
        {
            return document.Clone();
        }

        var copy = JsonObject.Create(document)!;
        Remove(copy);
        return JsonSerializer.SerializeToElement(copy);
    }

    private static bool Has(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Any(i => i.ValueKind == JsonValueKind.Null || Has(i)),
        JsonValueKind.Object => element.EnumerateObject().Any(p => Has(p.Value)),
        _ => false,
    };

    private static void Remove(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                list.RemoveAll(item => item is null);
                foreach (var item in list)
                {
                    Remove(item);
                }

                break;
            case JsonObject mapping:
                foreach (var (_, value) in mapping)
                {
                    Remove(value);
                }

                break;
        }
    }
}
