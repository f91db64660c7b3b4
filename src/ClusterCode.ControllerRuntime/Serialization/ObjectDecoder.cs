using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>Decodes single objects, and tells which object it was when it cannot.</summary>
internal sealed class ObjectDecoder<T>
    where T : class
{
    private readonly JsonTypeInfo<T> _typeInfo;

    public ObjectDecoder(ResourceDefinition<T> definition)
        : this(definition, definition.JsonTypeInfo)
    {
    }

    private ObjectDecoder(ResourceDefinition<T> definition, JsonTypeInfo<T> typeInfo)
    {
        Definition = definition;
        _typeInfo = typeInfo;
    }

    public ResourceDefinition<T> Definition { get; }

    /// <summary>A decoder whose objects share equal short strings, for objects that are kept. It must not be used by two threads at once.</summary>
    public static ObjectDecoder<T> SharingStrings(ResourceDefinition<T> definition) => new(definition, SharedStringConverter.AddTo(definition.JsonTypeInfo));

    public bool TryDecode(ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? obj, [NotNullWhen(false)] out UnreadableItem? unreadable)
    {
        obj = null;
        unreadable = null;
        try
        {
            obj = JsonSerializer.Deserialize(json, _typeInfo);
            if (obj is not null && !string.IsNullOrEmpty(Definition.ReadMetadata(obj).Name))
            {
                Definition.Stamp(obj);
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
