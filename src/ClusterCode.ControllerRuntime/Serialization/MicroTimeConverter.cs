using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>
/// Writes times as <see cref="MicroTime"/>. The client leaves the digits out of a whole second, which the server refuses in an event's and a lease's fields. A
/// time of unknown kind is one in UTC, for the API knows no other.
/// </summary>
internal sealed class MicroTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => MicroTime.Read(ref reader).UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        MicroTime.Write(writer, value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value);
}
