using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Failures;

public sealed class OccurrenceCounterTests
{
    private static readonly FailureOccurrences Before = new() { Count = 7, FirstSeen = Times.SecondsAgo(900), LastSeen = Times.SecondsAgo(2), AffectedPods = 2 };

    [Fact]
    public void The_first_count_is_what_the_API_shows()
    {
        var other = TestFailures.Of(sinceSeconds: 30) with { Shows = "checkout-b", Count = 4 };
        Assert.Equal(
            new FailureOccurrences { Count = 7, FirstSeen = Times.SecondsAgo(30), LastSeen = Times.SecondsAgo(5), AffectedPods = 2 },
            OccurrenceCounter.Count(null, [TestFailures.Of(), other]));
    }

    [Fact]
    public void Two_triggers_of_one_container_are_one_failure()
    {
        var counted = OccurrenceCounter.Count(null, [TestFailures.Of(DiagnosisTrigger.OOMKilled), TestFailures.Of()]);
        Assert.Equal(3, counted.Count);
        Assert.Equal(1, counted.AffectedPods);
    }

    [Fact]
    public void The_count_never_falls_and_the_span_only_grows_though_pods_are_replaced()
    {
        var after = OccurrenceCounter.Count(Before, [TestFailures.Of() with { Count = 1 }]);
        Assert.Equal(new FailureOccurrences { Count = 7, FirstSeen = Before.FirstSeen, LastSeen = Before.LastSeen, AffectedPods = 1 }, after);
    }

    [Fact]
    public void Times_are_whole_seconds()
    {
        var failure = TestFailures.Of() with { Since = Times.Now.AddMilliseconds(1), LastSeen = Times.Now.AddMilliseconds(999) };
        var counted = OccurrenceCounter.Count(null, [failure]);
        Assert.Equal((Times.Now, Times.Now), (counted.FirstSeen!.Value, counted.LastSeen!.Value));
    }

    [Fact]
    public void A_state_that_lasts_is_worth_a_write_every_five_minutes()
    {
        Assert.False(OccurrenceCounter.IsWorthWriting(Before, Before with { LastSeen = Before.LastSeen!.Value.AddSeconds(299) }));
        Assert.True(OccurrenceCounter.IsWorthWriting(Before, Before with { LastSeen = Before.LastSeen!.Value.AddSeconds(300) }));
    }

    [Fact]
    public void Anything_countable_that_changed_is_worth_a_write()
    {
        Assert.True(OccurrenceCounter.IsWorthWriting(null, Before));
        Assert.True(OccurrenceCounter.IsWorthWriting(Before, Before with { Count = 8 }));
        Assert.True(OccurrenceCounter.IsWorthWriting(Before, Before with { AffectedPods = 1 }));
    }
}
