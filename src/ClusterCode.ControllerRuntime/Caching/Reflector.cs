using System.Diagnostics;
using System.Globalization;
using System.Net;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// Mirrors a collection into a sink: lists, then watches from the list's version, for ever. The semantics are client-go's.
/// <code>
///            ┌───────────── expired, refused, unknown: back off ─────────────┐
///            ▼                                                               │
///   LIST at the last version (first "0", from memory; on expiry the newest) ─┴─▶ WATCH ──ended in time──┐
///                                                                                 ▲ └─busy, unreachable: back off
///                                                                                 └────────────────────┘
/// </code>
/// </summary>
internal sealed partial class Reflector<T>(ResourceDefinition<T> definition, InformerOptions<T> options, IReflectorSink<T> sink, ReflectorDependencies dependencies)
    where T : class
{
    /// <summary>A watch that ends sooner and has told nothing did not work.</summary>
    public static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);

    /// <summary>The server ends a watch after a random time from here to twice as long, so that not all come back at once.</summary>
    public static readonly TimeSpan MinWatchTimeout = TimeSpan.FromMinutes(5);

    /// <summary>When the server has not ended the watch this long after it should have, the connection is dead.</summary>
    public static readonly TimeSpan WatchdogMargin = TimeSpan.FromSeconds(30);

    /// <summary>Any version that the server has in memory.</summary>
    private const string AnyVersion = "0";

    /// <summary>The newest version, from storage.</summary>
    private const string NewestVersion = "";

    private readonly TimeProvider _timeProvider = dependencies.TimeProvider;
    private readonly Backoff _backoff = new(dependencies.TimeProvider, dependencies.Random);
    private readonly Microsoft.Extensions.Logging.ILogger _logger = dependencies.Logger;
    private string _listVersion = AnyVersion;
    private string _version = AnyVersion;

    /// <summary>Why the last attempt failed; null once one succeeds.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Mirrors until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListAsync(cancellationToken);
                LastError = null;
                var reason = await WatchAsync(cancellationToken);
                LogRelist(definition, reason);
                await BackOffAsync(null, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            // The mirror must survive whatever happens to one attempt; the reason is logged, and shown when the first sync fails.
            catch (Exception e)
            {
                LastError = e;
                LogListFailed(definition, e.Message, e);
                await BackOffAsync(e, cancellationToken);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        CollectionContents<T> contents;
        try
        {
            contents = await ReadAllAsync(_listVersion, cancellationToken);
        }
        catch (ApiStatusException e) when (_listVersion != NewestVersion && (e.IsGone || e.Reason == ApiStatus.ResourceVersionTooLarge))
        {
            LogVersionUnavailable(definition, _listVersion);
            contents = await ReadAllAsync(NewestVersion, cancellationToken);
        }

        foreach (var item in contents.Unreadable)
            LogUnreadable(definition, item.Key, item.Problem);
        sink.Replace(contents);
        _version = _listVersion = contents.ResourceVersion;
        LogListed(definition, contents.Items.Count, _version);
    }

    private Task<CollectionContents<T>> ReadAllAsync(string version, CancellationToken cancellationToken) =>
        dependencies.Collections.ReadAllAsync(
            definition,
            new ListOptions { Namespace = options.Namespace, LabelSelector = options.LabelSelector, FieldSelector = options.FieldSelector, ResourceVersion = version },
            cancellationToken);

    /// <summary>Watches, again and again, until only a new list helps; returns why.</summary>
    private async Task<string> WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var started = _timeProvider.GetTimestamp();
            var lines = 0;
            try
            {
                var (error, count) = await WatchOnceAsync(cancellationToken);
                lines = count;
                if (error is not null)
                    throw ApiStatusReader.ToException($"watch of {definition}", error);
            }
            catch (ApiStatusException e) when (e.IsGone)
            {
                return e.Message;
            }
            catch (Exception e) when (IsBusyOrUnreachable(e))
            {
                LogWatchRefused(definition, e.Message);
                await BackOffAsync(e, cancellationToken);
                continue;
            }
            finally
            {
                _listVersion = _version;
            }

            if (lines == 0 && _timeProvider.GetElapsedTime(started) < ShortestWatch)
                return "the watch ended at once, with nothing told";
        }
    }

    /// <summary>One watch; ends when the server does, or the connection breaks, or it should have ended long ago.</summary>
    private async Task<(ApiStatus? Error, int Lines)> WatchOnceAsync(CancellationToken cancellationToken)
    {
        var timeout = MinWatchTimeout * (1 + dependencies.Random.NextDouble());
        using var response = await dependencies.Connection.OpenStreamAsync(WatchRequest(timeout), cancellationToken);
        using var watchdog = new CancellationTokenSource(timeout + WatchdogMargin, _timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(watchdog.Token, cancellationToken);
        dependencies.Metrics.WatchStarted(definition.ToString());
        LogWatching(definition, _version, timeout);
        var lines = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(linked.Token);
            await foreach (var watchEvent in new WatchDecoder<T>(definition).DecodeAsync(stream, linked.Token))
            {
                if (watchEvent.Kind == WatchEventKind.Error)
                    return (watchEvent.Error, lines);
                lines++;
                Apply(watchEvent);
            }
        }
        catch (OperationCanceledException) when (watchdog.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogWatchHung(definition, timeout);
        }
        // HttpClient tells a broken body in either way. The version that was reached is known, so the next watch goes on from there.
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            LogWatchBroken(definition, e.Message);
        }

        return (null, lines);
    }

    private ApiRequest WatchRequest(TimeSpan timeout) => new(
        HttpMethod.Get,
        ResourcePath.WithQuery(
            ResourcePath.Collection(definition, options.Namespace),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector),
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", _version),
            ("timeoutSeconds", ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture))));

    private void Apply(WatchEvent<T> watchEvent)
    {
        switch (watchEvent.Kind)
        {
            case WatchEventKind.Added or WatchEventKind.Modified:
                sink.Set(watchEvent.Object!);
                break;
            case WatchEventKind.Deleted:
                sink.Remove(definition.KeyOf(watchEvent.Object!), watchEvent.Object);
                break;
            case WatchEventKind.Unreadable:
                LogUnreadable(definition, watchEvent.Unreadable!.Key, watchEvent.Unreadable.Problem);
                if (watchEvent is { IsUnreadableDeletion: true, Unreadable.Key: { } key })
                    sink.Remove(key, null);
                break;
            case WatchEventKind.Bookmark:
                break;
            default:
                throw new UnreachableException();
        }

        if (!string.IsNullOrEmpty(watchEvent.ResourceVersion))
            _version = watchEvent.ResourceVersion;
    }

    private static bool IsBusyOrUnreachable(Exception e) =>
        e is HttpRequestException or ApiStatusException { StatusCode: HttpStatusCode.TooManyRequests };

    private async Task BackOffAsync(Exception? error, CancellationToken cancellationToken)
    {
        var delay = _backoff.Next();
        if (error is ApiStatusException { RetryAfter: { } asked } && asked > delay)
            delay = asked < Backoff.Max ? asked : Backoff.Max;
        try
        {
            await Task.Delay(delay, _timeProvider, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop above sees it too, and ends.
        }
    }
}
