using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>
/// Reads strings so that equal short ones are mostly one: ten thousand pods repeat the same namespaces, labels, kinds and conditions. It remembers a bounded number of strings, each in the
/// one place that its bytes determine; names and versions, which do not repeat, push few of the others out. Not for use by two threads at once.
/// </summary>
internal sealed class SharedStringConverter : JsonConverter<string>
{
    /// <summary>How many strings are remembered at most; a power of two.</summary>
    public const int Capacity = 4096;

    /// <summary>Longer strings hardly repeat.</summary>
    public const int MaxLength = 64;

    private readonly string?[] _strings = new string?[Capacity];

    /// <summary>The same class read with shared strings. A class whose strings are read in a way of its own, or whose metadata was made by hand, is left as it is.</summary>
    public static JsonTypeInfo<T> AddTo<T>(JsonTypeInfo<T> typeInfo)
        where T : class
    {
        var options = typeInfo.Options;
        if (options.Converters.Any(converter => converter.CanConvert(typeof(string)))
            || !options.TryGetTypeInfo(typeof(T), out var registered) || !ReferenceEquals(registered, typeInfo))
            return typeInfo;
        var sharing = new JsonSerializerOptions(options);
        sharing.Converters.Add(new SharedStringConverter());
        return (JsonTypeInfo<T>)sharing.GetTypeInfo(typeof(T));
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => Share(ref reader),
            JsonTokenType.Null => null,
            _ => reader.GetString(),
        };

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Share(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private string Share(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.HasValueSequence || reader.ValueSpan.Length > MaxLength)
            return reader.GetString()!;
        var bytes = reader.ValueSpan;
        if (bytes.IsEmpty)
            return "";
        ref var place = ref _strings[Hash(bytes) & (Capacity - 1)];
        if (place is null || !Ascii.Equals(bytes, place))
            place = reader.GetString()!;
        return place;
    }

    // FNV-1a. Who can choose strings can make them collide, and gains that they are not shared.
    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
            hash = (hash ^ b) * 16777619;
        return (int)(hash ^ (hash >> 15));
    }
}
