using System.Net;
using System.Text;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Http;

/// <summary>
/// The body of a streamed answer. Ends it with a failure when the server reports an error in mid-stream (a <c>data:</c> event or a
/// line whose JSON starts with <c>error</c>, under HTTP 200, which client libraries skip), and when it grows without bound.
/// </summary>
internal sealed class AnswerStream(Stream inner, string request, BackendSettings settings) : Stream
{
    // An answer of some thousand tokens, each in an envelope of some hundred bytes, is far below.
    private const long MaxBytes = 16 * 1024 * 1024;

    // Errors are short; of longer lines only the start is kept, which is enough to see that they are not errors.
    private const int MaxLine = 64 * 1024;

    private readonly List<byte> line = [];
    private long total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Watch(buffer.Span[..read], atEnd: read == 0);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Watch(buffer.AsSpan(offset, read), atEnd: read == 0);
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Watch(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        total += bytes.Length;
        if (total > MaxBytes)
        {
            throw new BackendException(new BackendFailure(
                ConditionReasons.UnexpectedAnswer,
                $"{request} answers with more than {MaxBytes / (1024 * 1024)} MiB: that is no answer of a model to one question"));
        }

        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            if (line.Count < MaxLine)
                line.AddRange(part[..Math.Min(part.Length, MaxLine - line.Count)]);
            if (end < 0)
                return;
            bytes = bytes[(end + 1)..];
            ThrowIfError();
        }

        if (atEnd)
            ThrowIfError();
    }

    private void ThrowIfError()
    {
        var text = line.Count == 0 ? "" : Encoding.UTF8.GetString([.. line]).Trim();
        line.Clear();
        if (text.StartsWith("data:", StringComparison.Ordinal))
            text = text[5..].TrimStart();
        if (!text.StartsWith('{') || !text.AsSpan(1).TrimStart().StartsWith("\"error\"", StringComparison.Ordinal))
            return;
        var failure = StatusFailures.Judge(request, new StatusReply(HttpStatusCode.InternalServerError, text), settings);
        // The connection said 200; the status above only stands for "the server's fault".
        throw new BackendException(failure with { Status = null, Message = failure.Message.Replace("(HTTP 500", "(in mid-answer", StringComparison.Ordinal) });
    }
}
