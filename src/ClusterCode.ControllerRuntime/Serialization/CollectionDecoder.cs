using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>
/// Decodes a List object as it arrives, one item at a time, so that a collection of ten thousand objects never is in memory as text.
/// </summary>
internal sealed class CollectionDecoder<T>(ObjectDecoder<T> decoder)
    where T : class
{
    private const int BufferSize = 64 * 1024;

    private readonly List<T> _items = [];
    private readonly List<UnreadableItem> _unreadable = [];
    private JsonReaderState _state;
    private ListMetadata? _metadata;
    private bool _inItems;
    private bool _done;

    public CollectionDecoder(ResourceDefinition<T> definition)
        : this(new ObjectDecoder<T>(definition))
    {
    }

    /// <exception cref="JsonException">The stream is no List, or ends before the list does.</exception>
    public async Task<CollectionContents<T>> DecodeAsync(Stream stream, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));
        try
        {
            while (!_done)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var consumed = Decode(read.Buffer, read.IsCompleted);
                pipe.AdvanceTo(consumed, read.Buffer.End);
                if (read.IsCompleted && !_done)
                    throw new JsonException($"The list of {decoder.Definition} ended in the middle.");
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }

        return new CollectionContents<T>(
            _metadata?.ResourceVersion ?? throw new JsonException($"The list of {decoder.Definition} has no metadata.resourceVersion: is the answer from a Kubernetes API server?"),
            string.IsNullOrEmpty(_metadata.Continue) ? null : _metadata.Continue,
            _items,
            _unreadable);
    }

    /// <summary>Decodes what is complete; returns up to where.</summary>
    private SequencePosition Decode(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        var reader = new Utf8JsonReader(buffer, isFinal, _state);
        while (!_done)
        {
            // What turns out to be incomplete is read again from here once more has come.
            var (state, position) = (reader.CurrentState, reader.Position);
            if (!(_inItems ? ReadItem(ref reader, buffer) : ReadProperty(ref reader, buffer)))
            {
                _state = state;
                return position;
            }
        }

        return buffer.End;
    }

    private bool ReadItem(ref Utf8JsonReader reader, in ReadOnlySequence<byte> buffer)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _inItems = false;
            return true;
        }

        if (!TrySlice(ref reader, buffer, out var slice))
            return false;
        using var json = new ByteSequence(slice);
        if (decoder.TryDecode(json.Span, out var obj, out var unreadable))
            _items.Add(obj);
        else
            _unreadable.Add(unreadable);
        return true;
    }

    private bool ReadProperty(ref Utf8JsonReader reader, in ReadOnlySequence<byte> buffer)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                throw new JsonException($"The answer to a request for a list of {decoder.Definition} is not an object.");
            _done = reader.TokenType == JsonTokenType.EndObject;
            return true;
        }

        var isItems = reader.ValueTextEquals("items"u8);
        var isMetadata = reader.ValueTextEquals("metadata"u8);
        if (!reader.Read())
            return false;
        if (isItems && reader.TokenType == JsonTokenType.StartArray)
        {
            _inItems = true;
            return true;
        }

        if (!TrySlice(ref reader, buffer, out var slice))
            return false;
        if (isMetadata)
        {
            using var json = new ByteSequence(slice);
            _metadata = JsonSerializer.Deserialize(json.Span, ApiJsonContext.Default.ListMetadata);
        }

        return true;
    }

    private static bool TrySlice(ref Utf8JsonReader reader, in ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> slice)
    {
        var start = reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            slice = default;
            return false;
        }

        slice = buffer.Slice(start, reader.BytesConsumed - start);
        return true;
    }
}
