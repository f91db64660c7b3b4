using System.Buffers;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>Makes one span of a sequence, without a copy where it is one already.</summary>
internal readonly ref struct ByteSequence
{
    private readonly byte[]? _rented;

    public ByteSequence(in ReadOnlySequence<byte> sequence)
    {
        if (sequence.IsSingleSegment)
        {
            Span = sequence.FirstSpan;
            return;
        }

        var length = checked((int)sequence.Length);
        _rented = ArrayPool<byte>.Shared.Rent(length);
        sequence.CopyTo(_rented);
        Span = _rented.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> Span { get; }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
