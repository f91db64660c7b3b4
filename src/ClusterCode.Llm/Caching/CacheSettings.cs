using ClusterCode.Api.Durations;
using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Caching;

/// <summary>How long a backend's answers are kept.</summary>
/// <param name="Ttl">The age at which one is forgotten; zero: none is kept.</param>
/// <param name="MaxEntries">The most that are kept.</param>
internal sealed record CacheSettings(TimeSpan Ttl, int MaxEntries)
{
    /// <summary>A day: what was true of a failure yesterday is worth asking again.</summary>
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromHours(24);

    private const int DefaultMaxEntries = 1000;

    /// <summary>The settings of a backend. What its spec says wrongly, asking it will tell; nothing is kept then.</summary>
    public static CacheSettings Of(BackendConfiguration backend) => backend.Spec.Cache is not { } cache
        ? new CacheSettings(DefaultTtl, DefaultMaxEntries)
        : new CacheSettings(
            cache.Ttl is null ? DefaultTtl : GoDuration.TryParse(cache.Ttl, out var ttl, out _) && ttl > TimeSpan.Zero ? ttl : TimeSpan.Zero,
            Math.Max(0, cache.MaxEntries ?? DefaultMaxEntries));
}
