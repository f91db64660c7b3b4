using System.Text.Json.Nodes;

namespace ClusterCode.ControllerRuntime.Status;

/// <summary>Computes JSON merge patches (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>The patch that makes <paramref name="target"/> of <paramref name="source"/>; null when they are equal.</summary>
    public static JsonObject? Create(JsonObject? source, JsonObject target)
    {
        var patch = new JsonObject();
        foreach (var (name, wanted) in target)
        {
            var present = source?[name];
            if (JsonNode.DeepEquals(present, wanted))
                continue;
            if (present is not JsonObject presentObject || wanted is not JsonObject wantedObject)
                patch[name] = wanted?.DeepClone();
            else if (Create(presentObject, wantedObject) is { } nested)
                patch[name] = nested;
        }

        foreach (var (name, present) in source ?? [])
        {
            if (present is not null && !target.ContainsKey(name))
                patch[name] = null;
        }

        return patch.Count == 0 ? null : patch;
    }
}
