using System.Globalization;
using System.Text.Json;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>
/// Kubernetes' MicroTime. Its server reads it with the layout of exactly six digits and refuses any other number; its plain times take any. So six are always
/// written. Read is every RFC 3339 time, with any number of digits and any offset.
/// </summary>
internal static class MicroTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static DateTimeOffset Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.TryGetDateTimeOffset(out var time))
                return time.ToUniversalTime();
            if (DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time))
                return time;
        }

        throw new JsonException("It is no RFC 3339 time.");
    }

    /// <param name="writer">Where to.</param>
    /// <param name="utc">The time, in UTC.</param>
    public static void Write(Utf8JsonWriter writer, DateTime utc) => writer.WriteStringValue(utc.ToString(Format, CultureInfo.InvariantCulture));
}
