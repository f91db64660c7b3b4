using System.Globalization;
using System.Text.Json.Nodes;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>As much of the API server's patching as the runtime uses.</summary>
internal static class Patching
{
    public static (int Code, string Reason) Merge(JsonObject obj, JsonObject patch, string? subresource)
    {
        foreach (var precondition in new[] { "resourceVersion", "uid" })
        {
            if (patch["metadata"]?[precondition] is { } wanted && wanted.GetValue<string>() != obj["metadata"]![precondition]?.GetValue<string>())
                return (409, "Conflict");
        }

        if (subresource is not null)
            patch = new JsonObject { [subresource] = patch[subresource]?.DeepClone() };
        Apply(obj, patch);
        return (200, "");
    }

    public static (int Code, string Reason) Json(JsonObject obj, JsonArray operations)
    {
        foreach (var operation in operations)
        {
            var parts = operation!["path"]!.GetValue<string>().Split('/')[1..];
            JsonNode? parent = obj;
            foreach (var part in parts[..^1])
                parent = parent?[part];
            if (parent is JsonObject fields && operation["op"]!.GetValue<string>() == "test")
            {
                if (!JsonNode.DeepEquals(fields[parts[^1]], operation["value"]))
                    return (422, "Invalid");
                continue;
            }

            var index = int.Parse(parts[^1], CultureInfo.InvariantCulture);
            if (parent is not JsonArray array || index < 0 || index >= array.Count)
                return (422, "Invalid");
            if (operation["op"]!.GetValue<string>() == "remove")
                array.RemoveAt(index);
            else if (!JsonNode.DeepEquals(array[index], operation["value"]))
                return (422, "Invalid");
        }

        return (200, "");
    }

    private static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject nested && target[name] is JsonObject existing)
                Apply(existing, nested);
            else
                target[name] = value.DeepClone();
        }
    }
}
