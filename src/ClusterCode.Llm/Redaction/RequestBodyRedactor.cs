using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClusterCode.Llm.Redaction;

/// <summary>Redacts the string values of a JSON document; its structure, names, numbers and all other bytes' meaning stay.</summary>
internal static class RequestBodyRedactor
{
    // The body goes to a JSON parser, never into a page: escaping <, > and the like would only cost bytes.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Redacts a body. One that is not JSON is redacted as plain text.</summary>
    public static byte[] Redact(ReadOnlySpan<byte> body)
    {
        var output = new ArrayBufferWriter<byte>(body.Length);
        try
        {
            using var writer = new Utf8JsonWriter(output, WriterOptions);
            Copy(body, writer);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetBytes(SecretRedactor.Redact(Encoding.UTF8.GetString(body)));
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Copy(ReadOnlySpan<byte> body, Utf8JsonWriter writer)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.GetString()!);
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(SecretRedactor.Redact(reader.GetString()!));
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }
}
