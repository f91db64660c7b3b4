using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>Decodes single objects, and tells which object it was when it cannot.</summary>
internal static class ItemDecoder
{
    public static bool TryDecode<T>(ResourceDefinition<T> definition, ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? obj, [NotNullWhen(false)] out UnreadableItem? unreadable)
        where T : class
    {
        obj = null;
        unreadable = null;
        try
        {
            obj = JsonSerializer.Deserialize(json, definition.JsonTypeInfo);
            if (obj is not null && !string.IsNullOrEmpty(definition.ReadMetadata(obj).Name))
            {
                definition.Stamp(obj);
                return true;
            }

            obj = null;
            unreadable = Identify(json, "it has no metadata.name");
        }
        // One object that a class cannot hold, or whose converter throws, must not cost all the others.
        catch (Exception e)
        {
            obj = null;
            unreadable = Identify(json, e.Message);
        }

        return false;
    }

    public static ItemMetadata? ReadMetadata(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ApiJsonContext.Default.ItemEnvelope)?.Metadata;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static UnreadableItem Identify(ReadOnlySpan<byte> json, string problem)
    {
        var metadata = ReadMetadata(json);
        return new UnreadableItem(
            metadata?.Name is { Length: > 0 } name ? new ObjectKey(string.IsNullOrEmpty(metadata.Namespace) ? null : metadata.Namespace, name) : null,
            metadata?.ResourceVersion,
            problem);
    }
}
