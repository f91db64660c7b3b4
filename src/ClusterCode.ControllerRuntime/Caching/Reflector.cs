using System.Diagnostics;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// Mirrors a collection into a sink, for ever. The semantics are client-go's, where not said otherwise.
/// <code>
///          ┌────────────── back off ◀───────────────────────────────────────────────────────┐
///          ▼                                                                                │
///   WATCH, initial events first ──the end bookmark──▶ replace all ──┐                       │
///          │ refused, ignored, broken              (same stream)    ▼                       │
///          └──▶ LIST ──────────────────────────────▶ replace all ─▶ WATCH ──only a list helps
///                                                                   ▲   │
///                                                                   └───┘
///                      ended, broken, dead: at once · busy, unreachable, nothing told: back off
/// </code>
/// <list type="bullet">
/// <item>The sink is filled in one go or not at all: a list or a beginning that breaks off leaves it as it was.</item>
/// <item>Every state that the server still knows of reaches the sink in the order of the server's versions, or is overtaken by a newer state of the same object. After any
/// interruption the watch goes on from the last version that was told; where the server has forgotten that version, a list replaces everything.</item>
/// <item>An event whose object its class cannot hold is logged, the sink keeps the older state, and the rest goes on. An event that does not even tell which object it concerns leads to a
/// new list, because nothing else says what was missed (client-go skips it).</item>
/// <item>A watch is given up, and replaced without a list, when it outlasts its time, or when it has sent bookmarks and then nothing for three of their intervals: that shows a stall which
/// pings of the connection do not show (client-go has nothing against it).</item>
/// <item>Lists are rare: one at the start, and one whenever a watch cannot go on. Between any two lists lies a back-off, except that a version which the server lacks is asked for again, as the newest, at once.</item>
/// <item>It ends only by cancellation; everything else is logged, is to be seen in <see cref="LastError"/>, and is tried again.</item>
/// </list>
/// </summary>
internal sealed partial class Reflector<T>(ResourceDefinition<T> definition, InformerOptions<T> options, IReflectorSink<T> sink, ReflectorDependencies dependencies)
    where T : class
{
    /// <summary>A watch that ends sooner and has told nothing new did not work.</summary>
    public static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);

    /// <summary>When the server has not ended the watch this long after it should have, the connection is dead.</summary>
    public static readonly TimeSpan WatchdogMargin = TimeSpan.FromSeconds(30);

    /// <summary>A server that sends bookmarks does so about once a minute. After one, silence for so long means that nothing comes through any more.</summary>
    public static readonly TimeSpan BookmarkSilence = TimeSpan.FromMinutes(3);

    /// <summary>A server that understood the request for initial events says something within this time, if only that there are none.</summary>
    public static readonly TimeSpan InitialEventsSilence = TimeSpan.FromSeconds(10);

    /// <summary>All initial events are there within this time, or a list is faster. One that ignores the request never says that they are all there.</summary>
    public static readonly TimeSpan InitialEventsLimit = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _timeProvider = dependencies.TimeProvider;
    private readonly Backoff _backoff = new(dependencies.TimeProvider, dependencies.Random);
    private readonly ReflectorPatience _patience = new(dependencies.TimeProvider);
    private readonly ReflectorPosition _position = new();
    private readonly ReflectorRequests<T> _requests = new(definition, options, dependencies.Random);
    private readonly ObjectDecoder<T> _decoder = ObjectDecoder<T>.SharingStrings(definition);
    private readonly ILogger _logger = dependencies.Logger;
    private volatile Exception? _lastError;
    // Once a server has refused or ignored initial events, it is not asked again while this process lives: an upgraded server serves lists as well as before.
    private bool _mayHaveInitialEvents = true;
    // A server that answers a list of any version in pages reads it from storage; so it may as well read all of them in pages.
    private bool _readsFromStorage;

    /// <summary>Why the last attempt to list or watch failed; null once one succeeds.</summary>
    public Exception? LastError => _lastError;

    /// <summary>Mirrors until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var error = await MirrorAsync(cancellationToken);
                await BackOffAsync(error, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    /// <summary>Replaces all, then watches until that has to be done again; returns the failure, if one was the reason.</summary>
    private async Task<Exception?> MirrorAsync(CancellationToken cancellationToken)
    {
        try
        {
            var watch = _mayHaveInitialEvents ? await TryInitialEventsAsync(cancellationToken) : null;
            if (watch is null)
                await ListAsync(cancellationToken);
            var reason = await WatchAsync(watch, cancellationToken);
            LogRelist(definition, reason);
            return null;
        }
        // The mirror must survive whatever happens to one attempt; the reason is logged, and shown when the first sync fails.
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _lastError = e;
            LogFailed(definition, e.Message, e);
            return e;
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        CollectionContents<T> contents;
        try
        {
            contents = await ReadAllAsync(cancellationToken);
        }
        catch (Exception e) when (ReflectorFailures.IsVersionUnavailable(e) && _position.MayBeUnavailable)
        {
            LogVersionUnavailable(definition, _position.ForList);
            _position.Unavailable();
            contents = await ReadAllAsync(cancellationToken);
        }

        Replace(contents);
    }

    private async Task<CollectionContents<T>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var isFirst = _position.Current.Length == 0;
        var list = _requests.List(_position.ForList);
        var pages = isFirst || _readsFromStorage || list.ResourceVersion!.Length == 0;
        var contents = await dependencies.Collections.ReadAllAsync(_decoder, list, pages ? CollectionReader.PageSize : null, cancellationToken);
        _readsFromStorage |= isFirst && contents.HasPages && list.ResourceVersion!.Length > 0;
        return contents;
    }

    private void Replace(CollectionContents<T> contents)
    {
        foreach (var item in contents.Unreadable)
            LogUnreadable(definition, item.Key, item.Problem);
        sink.Replace(contents);
        _position.Listed(contents.ResourceVersion);
        _lastError = null;
        LogListed(definition, contents.Items.Count, contents.ResourceVersion);
    }

    /// <summary>Lets a watch begin with all objects; returns it when they have replaced what was there, and null when they are to be listed instead.</summary>
    private async Task<ReflectorWatch<T>?> TryInitialEventsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadInitialEventsAsync(cancellationToken);
        }
        catch (Exception e) when (ReflectorFailures.IsVersionUnavailable(e) && _position.MayBeUnavailable && _position.ForInitialEvents.Length > 0)
        {
            LogVersionUnavailable(definition, _position.ForInitialEvents);
            _position.Unavailable();
            return await TryInitialEventsAsync(cancellationToken);
        }
        // A server that never answered may be one that does not know what to answer; any other that cannot be reached can be reached for a list no more.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && (e is ApiTimeoutException || !ReflectorFailures.IsBusyOrUnreachable(e)))
        {
            _mayHaveInitialEvents = e is not ApiTimeoutException && !ReflectorFailures.IsRefusal(e);
            LogNoInitialEvents(definition, e.Message);
            return null;
        }
    }

    private async Task<ReflectorWatch<T>?> ReadInitialEventsAsync(CancellationToken cancellationToken)
    {
        var watch = await OpenAsync(_position.ForInitialEvents, withInitialEvents: true, cancellationToken);
        var isKept = false;
        try
        {
            watch.Expect(InitialEventsLimit, InitialEventsSilence);
            if (await GatherAsync(watch) is { } contents)
            {
                Replace(contents);
                watch.Expect(watch.Timeout + WatchdogMargin, Timeout.InfiniteTimeSpan);
                isKept = true;
                return watch;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _mayHaveInitialEvents = !watch.IsDead;
            LogNoInitialEvents(definition, watch.BrokenBy?.Message ?? "the server never said that all objects were there");
            return null;
        }
        finally
        {
            if (!isKept)
                await watch.DisposeAsync();
        }
    }

    /// <summary>Everything up to the bookmark that ends the beginning; null when the watch ends before it.</summary>
    private async Task<CollectionContents<T>?> GatherAsync(ReflectorWatch<T> watch)
    {
        var initial = new ReflectorInitialEvents<T>(definition);
        while (await watch.ReadAsync())
        {
            var watchEvent = watch.Current;
            if (watchEvent.Kind == WatchEventKind.Error)
                throw ApiStatusReader.ToException($"watch of {definition}", watchEvent.Error!);
            if (!initial.TryAdd(watchEvent))
                throw new InvalidDataException(watchEvent.Unreadable!.Problem);
            if (watchEvent is { IsInitialEventsEnd: true, ResourceVersion: { Length: > 0 } version })
                return initial.ToContents(version);
        }

        return null;
    }

    /// <summary>Watches, again and again, until only a new list helps; returns why.</summary>
    /// <param name="watch">A watch that goes on from the current version; null to begin with a new one.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    private async Task<string> WatchAsync(ReflectorWatch<T>? watch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (started, from) = (_timeProvider.GetTimestamp(), _position.Current);
            try
            {
                await using var current = watch ?? await OpenAsync(from, withInitialEvents: false, cancellationToken);
                _position.WatchBegins();
                if (await FollowAsync(current) is { } reason)
                    return reason;
            }
            catch (ApiStatusException e) when (e.IsGone)
            {
                return e.Message;
            }
            catch (Exception e) when (ReflectorFailures.IsBusyOrUnreachable(e) || (ReflectorFailures.IsInternal(e) && _patience.BearsInternalError()))
            {
                _lastError = e;
                LogWatchRefused(definition, e.Message);
                await BackOffAsync(e, cancellationToken);
                continue;
            }
            finally
            {
                watch = null;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (_position.Current != from || _timeProvider.GetElapsedTime(started) >= ShortestWatch)
            {
                _patience.WatchWorked();
                continue;
            }

            if (!_patience.BearsEmptyWatch())
                return $"{ReflectorPatience.MaxEmptyWatches} watches in a row ended at once, with nothing told";
            await BackOffAsync(null, cancellationToken);
        }
    }

    private async Task<ReflectorWatch<T>> OpenAsync(string version, bool withInitialEvents, CancellationToken cancellationToken)
    {
        var (request, timeout) = _requests.Watch(version, withInitialEvents);
        var watch = await ReflectorWatch<T>.OpenAsync(dependencies.Connection, request, timeout, _decoder, _timeProvider, cancellationToken);
        watch.Expect(timeout + WatchdogMargin, Timeout.InfiniteTimeSpan);
        if (!withInitialEvents)
            _lastError = null;
        dependencies.Metrics.WatchStarted(definition.ToString());
        LogWatching(definition, version, timeout);
        return watch;
    }

    /// <summary>Takes one watch's events until it ends; returns why only a list helps, if so.</summary>
    private async Task<string?> FollowAsync(ReflectorWatch<T> watch)
    {
        while (await watch.ReadAsync())
        {
            var watchEvent = watch.Current;
            if (watchEvent.Kind == WatchEventKind.Error)
                throw ApiStatusReader.ToException($"watch of {definition}", watchEvent.Error!);
            if (watchEvent is { Kind: WatchEventKind.Unreadable, Unreadable.Key: null })
                return $"the watch told of something that may concern any object: {watchEvent.Unreadable.Problem}";
            Apply(watchEvent);
            _position.Reached(watchEvent.Kind, watchEvent.ResourceVersion);
            if (watchEvent.Kind == WatchEventKind.Bookmark)
                watch.ExpectSound(BookmarkSilence);
        }

        if (watch.IsDead)
            LogWatchDead(definition, _position.Current);
        else if (watch.BrokenBy is { } broken)
            LogWatchBroken(definition, broken.Message);
        return null;
    }

    private void Apply(in WatchEvent<T> watchEvent)
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
    }

    private Task BackOffAsync(Exception? error, CancellationToken cancellationToken)
    {
        var delay = _backoff.Next();
        if (error is ApiStatusException { RetryAfter: { } asked } && asked > delay)
            delay = asked < Backoff.Max ? asked : Backoff.Max;
        return Task.Delay(delay, _timeProvider, cancellationToken);
    }
}
