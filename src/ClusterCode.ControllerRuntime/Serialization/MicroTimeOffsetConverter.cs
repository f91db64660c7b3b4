using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary><see cref="MicroTimeConverter"/> for the other of .NET's two types of time.</summary>
internal sealed class MicroTimeOffsetConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => MicroTime.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => MicroTime.Write(writer, value.UtcDateTime);
}
