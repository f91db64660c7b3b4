using System.Net;
using ClusterCode.ControllerRuntime.LeaderElection;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>Sends requests, repeats them when the server asks to come back later, and turns refusals into <see cref="ApiStatusException"/>.</summary>
internal sealed class ApiConnection(IApiTransport transport, TimeProvider timeProvider, ILeadershipGate? gate = null)
{
    /// <summary>How often a request is sent at most.</summary>
    public const int MaxTries = 5;

    /// <summary>How long to wait when a 429 or 503 does not say.</summary>
    public static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>No server makes a caller wait longer than this between two tries.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one try may take, its body included; the API server ends ordinary requests after a minute itself. It runs by the system's clock and not the
    /// <see cref="TimeProvider"/>: it bounds how long a real network is waited for.
    /// </summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(65);

    /// <summary>Sends the request and reads the answer.</summary>
    public async Task<TResult> SendAsync<TResult>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(request, read, cancellationToken);
            }
            catch (ApiStatusException e) when (attempt < MaxTries && MayRepeat(request, e))
            {
                var wait = e.RetryAfter ?? DefaultRetryAfter;
                await Task.Delay(wait < MaxRetryAfter ? wait : MaxRetryAfter, timeProvider, cancellationToken);
            }
        }
    }

    /// <summary>Sends the request once and hands out the response, whose body is a stream without end. Only the wait for its headers is bounded.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var response = await transport.SendAsync(request, linked.Token);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw await ApiStatusReader.ReadAsync(request, response, linked.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(request, e);
        }
    }

    private async Task<TResult> SendOnceAsync<TResult>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        // As late as possible, and again at each try: the leadership may have passed on while this process waited, or stood still.
        if (request.Method != HttpMethod.Get && gate is { IsLeader: false })
            throw new NotLeadingException(request.ToString());
        using var timeout = new CancellationTokenSource(RequestTimeout);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await transport.SendAsync(request, linked.Token);
            return response.IsSuccessStatusCode
                ? await read(response, linked.Token)
                : throw await ApiStatusReader.ReadAsync(request, response, linked.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(request, e);
        }
    }

    // A 429 was turned away before anything was done, so any request may be repeated; behind a 503 the server may have acted.
    private static bool MayRepeat(ApiRequest request, ApiStatusException e) =>
        e.StatusCode == HttpStatusCode.TooManyRequests
        || (e.StatusCode == HttpStatusCode.ServiceUnavailable && request.IsIdempotent);

    private static ApiTimeoutException TimedOut(ApiRequest request, Exception inner) =>
        new($"{request}: no complete answer from the API server within {RequestTimeout.TotalSeconds} s. Is it overloaded, or the network between lossy?", inner);
}
