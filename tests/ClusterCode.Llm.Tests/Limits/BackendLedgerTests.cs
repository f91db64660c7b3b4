using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Limits;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Llm.Tests.Limits;

public sealed class BackendLedgerTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly BackendLedger ledger;

    public BackendLedgerTests() => ledger = new BackendLedger(clock);

    [Fact]
    public void Without_limits_everything_is_granted_and_counted()
    {
        for (var i = 0; i < 100; i++)
            Granted(new BackendLimits(2), 1000);
        Assert.Equal(new LlmUsage { Date = "2026-11-23", RequestsToday = 100, TokensToday = 100_000 }, ledger.Today);
    }

    [Fact]
    public void A_minutes_requests_spent_the_next_waits_until_the_oldest_is_a_minute_old()
    {
        var limits = new BackendLimits(2, RequestsPerMinute: 2);
        Granted(limits, 10);
        clock.Advance(TimeSpan.FromSeconds(20));
        Granted(limits, 10);
        var later = Assert.IsType<LimitVerdict.Later>(ledger.TryTake(limits, 10));
        Assert.Equal((TimeSpan.FromSeconds(41), "spec.limits.requestsPerMinute"), (later.Wait, later.Limit));
        clock.Advance(later.Wait);
        Granted(limits, 10);
        Assert.IsType<LimitVerdict.Later>(ledger.TryTake(limits, 10));
    }

    [Fact]
    public void Tokens_of_a_minute_count_as_estimated_until_the_server_has_counted_them()
    {
        var limits = new BackendLimits(2, TokensPerMinute: 1000);
        var spending = Granted(limits, 900);
        Assert.Equal("spec.limits.tokensPerMinute", Assert.IsType<LimitVerdict.Later>(ledger.TryTake(limits, 200)).Limit);
        ledger.Settle(spending, 300);
        Granted(limits, 200);
        Assert.Equal(500, ledger.Today.TokensToday);
    }

    [Fact]
    public void A_request_that_could_never_be_sent_is_refused_with_what_to_change()
    {
        var refused = Assert.IsType<LimitVerdict.Refused>(ledger.TryTake(new BackendLimits(2, TokensPerMinute: 500), 3000));
        Assert.Equal(
            "one request may take 3000 tokens and spec.limits.tokensPerMinute is 500: it could never be sent; raise the limit, or lower spec.parameters.contextWindow or maxTokens", refused.Message);
    }

    [Fact]
    public void A_days_tokens_spent_nothing_is_sent_until_the_next_day()
    {
        var limits = new BackendLimits(2, TokensPerDay: 1000);
        ledger.Settle(Granted(limits, 900), 800);
        Assert.Contains("800 of the 1000 tokens of spec.limits.tokensPerDay are used", Assert.IsType<LimitVerdict.Refused>(ledger.TryTake(limits, 300)).Message, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromHours(12));
        Granted(limits, 300);
        Assert.Equal(new LlmUsage { Date = "2026-11-24", RequestsToday = 1, TokensToday = 300 }, ledger.Today);
    }

    [Fact]
    public void What_was_sent_before_midnight_and_counted_after_it_belongs_to_the_day_before()
    {
        var spending = Granted(new BackendLimits(2), 900);
        clock.Advance(TimeSpan.FromHours(12));
        ledger.Settle(spending, 100);
        Assert.Equal(0, ledger.Today.TokensToday);
    }

    [Theory]
    [InlineData("2026-11-23", 750)]
    [InlineData("2026-11-22", 50)]
    [InlineData(null, 50)]
    public void After_a_restart_todays_sum_goes_on(string? date, long expected)
    {
        Granted(new BackendLimits(2), 50);
        ledger.Resume(new LlmUsage { Date = date, RequestsToday = 3, TokensToday = 700 });
        Assert.Equal(expected, ledger.Today.TokensToday);
    }

    private Spending Granted(BackendLimits limits, int tokens) => Assert.IsType<LimitVerdict.Granted>(ledger.TryTake(limits, tokens)).Spending;
}
