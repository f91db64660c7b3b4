using ClusterCode.ControllerRuntime.Caching;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

public sealed class BackoffTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Delays_double_up_to_the_most_and_begin_anew_after_two_good_minutes()
    {
        var backoff = new Backoff(_clock, new NoRandom());
        Assert.Equal([0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30], Enumerable.Range(0, 8).Select(_ => backoff.Next().TotalSeconds));
        _clock.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        Assert.Equal(0.8, backoff.Next().TotalSeconds);
    }

    [Fact]
    public void Up_to_as_much_again_is_added_at_random() =>
        Assert.All(Enumerable.Range(0, 100), seed => Assert.InRange(new Backoff(_clock, new Random(seed)).Next().TotalSeconds, 0.8, 1.6));

    private sealed class NoRandom : Random
    {
        public override double NextDouble() => 0;
    }
}
