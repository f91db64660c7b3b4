using ClusterCode.ControllerRuntime.Hosting;

namespace ClusterCode.ControllerRuntime.Events;

/// <summary>
/// Decides what an occurrence is: a new event, one more of a series, one of many similar ones that are told together, or spam. Remembers a bounded number of
/// things whatever happens. Not safe for calls from several threads at once.
/// </summary>
internal sealed class EventCorrelator(OperatorSettings settings, TimeProvider timeProvider)
{
    /// <summary>How many events are remembered; client-go's number. An event that is forgotten begins anew.</summary>
    public const int MaxSeries = 4096;

    /// <summary>How many texts one object may have for the same reason and action before further ones are told together; client-go's number.</summary>
    public const int MaxSimilar = 10;

    /// <summary>After this long without one, similar events are told apart again; client-go's number.</summary>
    public static readonly TimeSpan SimilarWindow = TimeSpan.FromMinutes(10);

    private const string CombinedPrefix = "(combined from similar events): ";

    private readonly LruCache<EventKey, EventSeries> _series = new(MaxSeries);
    private readonly LruCache<EventKey, Similar> _similar = new(MaxSeries);
    private readonly SpamFilter _spam = new(timeProvider);

    /// <summary>All events that are remembered.</summary>
    public IEnumerable<EventSeries> Series => _series.Values;

    /// <summary>Takes note of an occurrence.</summary>
    /// <param name="key">What occurred, with its text.</param>
    /// <param name="note">The text.</param>
    /// <param name="evicted">An event that had to be forgotten for this one and whose last occurrences were not written; else null.</param>
    /// <returns>The event that it belongs to; null when the object has had too many.</returns>
    public EventSeries? Observe(EventKey key, string note, out EventSeries? evicted)
    {
        evicted = null;
        var now = timeProvider.GetUtcNow();
        if (key.IdempotencyKey is null && !IsToldApart(key, now))
            (key, note) = (key with { Note = null }, CombinedPrefix + note);
        if (_series.TryGet(key, out var known))
        {
            // The same key again is the same occurrence, told twice.
            if (key.IdempotencyKey is null)
                known.Repeat(now);
            return known;
        }

        if (!_spam.TryTake(key.Regarding))
            return null;
        var series = new EventSeries(key, EventBody.Create(settings, key, note, now), now);
        evicted = _series.Add(key, series) is { HasUnwritten: true, IsPending: false } forgotten ? forgotten : null;
        return series;
    }

    /// <summary>Forgets an event: what occurs next begins a new one.</summary>
    public void Forget(EventSeries series)
    {
        if (_series.TryGet(series.Key, out var known) && ReferenceEquals(known, series))
            _series.Remove(series.Key);
    }

    private bool IsToldApart(EventKey key, DateTimeOffset now)
    {
        var kind = key with { Note = null };
        if (!_similar.TryGet(kind, out var similar))
            _similar.Add(kind, similar = new Similar());
        if (now - similar.LastSeen > SimilarWindow)
            similar.Notes.Clear();
        similar.LastSeen = now;
        return similar.Notes.Contains(key.Note!) || (similar.Notes.Count < MaxSimilar && similar.Notes.Add(key.Note!));
    }

    private sealed class Similar
    {
        public HashSet<string> Notes { get; } = [];

        public DateTimeOffset LastSeen { get; set; }
    }
}
