namespace ClusterCode.ControllerRuntime.Events;

/// <summary>Lets each object have so many events at once, and after that one every few minutes: a bucket of tokens an object. Not safe for calls from several threads at once.</summary>
internal sealed class SpamFilter(TimeProvider timeProvider)
{
    /// <summary>How many events an object may have at once; client-go's number.</summary>
    public const int Burst = 25;

    /// <summary>How many objects are remembered; client-go's number. One that is forgotten may have a burst again.</summary>
    public const int MaxObjects = 4096;

    /// <summary>How long until it may have one more; client-go's number.</summary>
    public static readonly TimeSpan RefillInterval = TimeSpan.FromMinutes(5);

    private readonly LruCache<EventRegarding, Bucket> _buckets = new(MaxObjects);

    /// <summary>Takes a token, if the object has one left.</summary>
    public bool TryTake(EventRegarding regarding)
    {
        var now = timeProvider.GetTimestamp();
        if (!_buckets.TryGet(regarding, out var bucket))
            _buckets.Add(regarding, bucket = new Bucket { Tokens = Burst, RefilledAt = now });
        bucket.Tokens = Math.Min(Burst, bucket.Tokens + (timeProvider.GetElapsedTime(bucket.RefilledAt, now) / RefillInterval));
        bucket.RefilledAt = now;
        if (bucket.Tokens < 1)
            return false;
        bucket.Tokens--;
        return true;
    }

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public long RefilledAt { get; set; }
    }
}
