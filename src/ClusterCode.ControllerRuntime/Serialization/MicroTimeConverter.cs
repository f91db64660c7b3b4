using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>
/// Writes times as Kubernetes' MicroTime, always with six digits. The client leaves the digits out of a whole second, which the server refuses in
/// MicroTime fields (an event's and a lease's); its plain times take any number of digits.
/// </summary>
internal sealed class MicroTimeConverter : JsonConverter<DateTime>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture));
}
