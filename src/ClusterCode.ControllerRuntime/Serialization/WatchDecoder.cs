using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>
/// Decodes a watch's stream: a line per event, <c>{"type":"ADDED","object":{…}}</c>. The object's bytes go straight into its class; the line never becomes a string.
/// </summary>
internal sealed class WatchDecoder<T>(ObjectDecoder<T> decoder)
    where T : class
{
    /// <summary>The longest line that is taken. Storage holds no object above 1.5 MB, so that only a stream that is none of ours is longer.</summary>
    public const int MaxLineBytes = 32 * 1024 * 1024;

    private const int BufferSize = 16 * 1024;

    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    public WatchDecoder(ResourceDefinition<T> definition)
        : this(new ObjectDecoder<T>(definition))
    {
    }

    /// <summary>Decodes until the stream ends. A last line without its end is dropped: the next watch brings it again.</summary>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="MaxLineBytes"/>.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> DecodeAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));
        try
        {
            var searched = 0L;
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    searched = 0;
                    if (DecodeLine(line) is { } watchEvent)
                        yield return watchEvent;
                }

                searched = buffer.Length;
                if (searched > MaxLineBytes)
                    throw new InvalidDataException($"The watch of {decoder.Definition} sent a line of more than {MaxLineBytes} bytes: is there something other than an API server in between?");
                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    yield break;
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>Decodes one line; null for an empty one.</summary>
    internal WatchEvent<T>? DecodeLine(in ReadOnlySequence<byte> line)
    {
        using var json = new ByteSequence(line);
        var span = json.Span.Trim(" \t\r"u8);
        if (span.IsEmpty)
            return null;
        WatchEvent<T>? usual = TrySplit(span, out var type, out var payload) ? DecodeEvent(type, payload) : null;
        if (usual is { Kind: not WatchEventKind.Unreadable })
            return usual;
        // Either the object is bad, or the line has properties beyond the two.
        return TrySplitUnordered(span, out type, out payload) ? DecodeEvent(type, payload) : usual ?? Unreadable("the line is not {\"type\":…,\"object\":…}");
    }

    private WatchEvent<T> DecodeEvent(string type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case "BOOKMARK":
                return DecodeBookmark(payload);
            case "ERROR":
                return new WatchEvent<T>(WatchEventKind.Error) { Error = ReadStatus(payload) };
        }

        WatchEventKind? kind = type switch
        {
            "ADDED" => WatchEventKind.Added,
            "MODIFIED" => WatchEventKind.Modified,
            "DELETED" => WatchEventKind.Deleted,
            _ => null,
        };
        if (kind is null)
            return Unreadable($"an event of the unknown type {type}");
        if (decoder.TryDecode(payload, out var obj, out var unreadable))
            return new WatchEvent<T>(kind.Value) { Object = obj, ResourceVersion = decoder.Definition.ReadMetadata(obj).ResourceVersion };
        return new WatchEvent<T>(WatchEventKind.Unreadable)
        {
            Unreadable = unreadable,
            ResourceVersion = unreadable.ResourceVersion,
            IsUnreadableDeletion = kind == WatchEventKind.Deleted,
        };
    }

    private static WatchEvent<T> DecodeBookmark(ReadOnlySpan<byte> payload)
    {
        var metadata = ObjectDecoder<T>.ReadMetadata(payload);
        return metadata is null
            ? Unreadable("a bookmark without metadata")
            : new WatchEvent<T>(WatchEventKind.Bookmark)
            {
                ResourceVersion = metadata.ResourceVersion,
                IsInitialEventsEnd = metadata.Annotations?.GetValueOrDefault(InitialEventsEnd) == "true",
            };
    }

    /// <summary>The form that every API server sends: type, then object, and nothing else. The object is what lies between its colon and the line's last brace, so that it is scanned only once.</summary>
    private static bool TrySplit(ReadOnlySpan<byte> line, out string type, out ReadOnlySpan<byte> payload)
    {
        type = "";
        payload = default;
        var reader = new Utf8JsonReader(line, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
                || !reader.Read() || !reader.ValueTextEquals("type"u8)
                || !reader.Read() || reader.TokenType != JsonTokenType.String)
                return false;
            type = TypeName(ref reader);
            if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("object"u8) || line[^1] != (byte)'}')
                return false;
        }
        catch (JsonException)
        {
            return false;
        }

        payload = line[(int)reader.BytesConsumed..^1].Trim(" \t"u8);
        return true;
    }

    /// <summary>Any other order or further properties, for servers that are not quite the real one.</summary>
    private static bool TrySplitUnordered(ReadOnlySpan<byte> line, out string type, out ReadOnlySpan<byte> payload)
    {
        type = "";
        payload = default;
        var reader = new Utf8JsonReader(line);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                var isObject = reader.ValueTextEquals("object"u8);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                if (isType && reader.TokenType == JsonTokenType.String)
                    type = TypeName(ref reader);
                reader.Skip();
                if (isObject)
                    payload = line[start..(int)reader.BytesConsumed];
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return type.Length > 0 && !payload.IsEmpty;
    }

    // The known names are constants, so that no line costs a string.
    private static string TypeName(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("ADDED"u8) ? "ADDED"
        : reader.ValueTextEquals("MODIFIED"u8) ? "MODIFIED"
        : reader.ValueTextEquals("DELETED"u8) ? "DELETED"
        : reader.ValueTextEquals("BOOKMARK"u8) ? "BOOKMARK"
        : reader.ValueTextEquals("ERROR"u8) ? "ERROR"
        : reader.GetString()!;

    private static ApiStatus ReadStatus(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, ApiJsonContext.Default.ApiStatus) ?? Unknown("null");
        }
        catch (JsonException e)
        {
            return Unknown(e.Message);
        }

        static ApiStatus Unknown(string why) => new("Status", 500, "Unknown", $"an ERROR event whose status cannot be read: {why}", null);
    }

    private static WatchEvent<T> Unreadable(string problem) =>
        new(WatchEventKind.Unreadable) { Unreadable = new UnreadableItem(null, null, problem) };
}
