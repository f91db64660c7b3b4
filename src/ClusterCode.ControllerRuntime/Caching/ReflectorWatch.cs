using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>One watch that is open: hands out its events until it ends, whatever ends it.</summary>
internal sealed class ReflectorWatch<T> : IAsyncDisposable
    where T : class
{
    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationToken _stopping;
    private readonly ReflectorWatchdog _watchdog;
    private readonly Stream _stream;
    private readonly IAsyncEnumerator<WatchEvent<T>> _events;

    private ReflectorWatch(HttpResponseMessage response, Stream stream, TimeSpan timeout, ObjectDecoder<T> decoder, TimeProvider timeProvider, CancellationToken stopping)
    {
        _response = response;
        _stream = stream;
        _stopping = stopping;
        Timeout = timeout;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _watchdog = new ReflectorWatchdog(_cancellation, timeProvider);
        _events = new WatchDecoder<T>(decoder).DecodeAsync(stream, _cancellation.Token).GetAsyncEnumerator(_cancellation.Token);
    }

    /// <summary>When the server was asked to end it.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The event that <see cref="ReadAsync"/> has read.</summary>
    public WatchEvent<T> Current => _events.Current;

    /// <summary>Whether it was given up because nothing came.</summary>
    public bool IsDead => _watchdog.HasBitten;

    /// <summary>What broke the connection; null when the server ended the watch.</summary>
    public Exception? BrokenBy { get; private set; }

    /// <summary>Sends the request.</summary>
    /// <param name="connection">Where to.</param>
    /// <param name="request">The request, with the timeout in it.</param>
    /// <param name="timeout">When the server was asked to end the watch.</param>
    /// <param name="decoder">Reads the objects.</param>
    /// <param name="timeProvider">The clock of the <see cref="ReflectorWatchdog"/>.</param>
    /// <param name="stopping">Ends the watch.</param>
    public static async Task<ReflectorWatch<T>> OpenAsync(
        ApiConnection connection, ApiRequest request, TimeSpan timeout, ObjectDecoder<T> decoder, TimeProvider timeProvider, CancellationToken stopping)
    {
        var response = await connection.OpenStreamAsync(request, stopping);
        try
        {
            return new ReflectorWatch<T>(response, await response.Content.ReadAsStreamAsync(stopping), timeout, decoder, timeProvider, stopping);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>How long the watch may last and be silent from now on.</summary>
    public void Expect(TimeSpan limit, TimeSpan silence) => _watchdog.Expect(limit, silence);

    /// <summary>How long the watch may be silent from now on.</summary>
    public void ExpectSound(TimeSpan silence) => _watchdog.ExpectSound(silence);

    /// <summary>Reads the next event; false when there is none any more.</summary>
    public async ValueTask<bool> ReadAsync()
    {
        try
        {
            if (!await _events.MoveNextAsync())
                return false;
            _watchdog.Heard();
            return true;
        }
        catch (OperationCanceledException) when (IsDead && !_stopping.IsCancellationRequested)
        {
            return false;
        }
        // HttpClient tells a broken body in either way; when a watch is given up, in any.
        catch (Exception e) when (e is IOException or HttpRequestException && !_stopping.IsCancellationRequested)
        {
            BrokenBy = e;
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync();
        await _events.DisposeAsync();
        await _stream.DisposeAsync();
        _response.Dispose();
        _cancellation.Dispose();
    }
}
