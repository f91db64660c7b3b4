using System.Globalization;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Limits;

/// <summary>What was asked of one backend, and what may still be. Lives as long as the operator, whatever becomes of connections and keys.</summary>
internal sealed class BackendLedger(TimeProvider clock)
{
    /// <summary>
    /// A minute as the server counts it, and a second more: requests take unequal time to arrive, so that two that leave 60 s apart may arrive closer together.
    /// </summary>
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(61);

    private readonly Lock gate = new();
    private readonly Queue<Spending> lastMinute = new();
    private DateOnly day;
    private long requestsToday;
    private long tokensToday;

    /// <summary>Requests under way.</summary>
    public TurnQueue Turns { get; } = new();

    /// <summary>What was asked today (UTC).</summary>
    public LlmUsage Today
    {
        get
        {
            lock (gate)
            {
                BeginDay(clock.GetUtcNow());
                return new LlmUsage { Date = Text(day), RequestsToday = requestsToday, TokensToday = tokensToday };
            }
        }
    }

    /// <summary>Adds what an earlier run of the operator asked today.</summary>
    public void Resume(LlmUsage known)
    {
        lock (gate)
        {
            BeginDay(clock.GetUtcNow());
            if (known.Date != Text(day))
                return;
            requestsToday += known.RequestsToday ?? 0;
            tokensToday += known.TokensToday ?? 0;
        }
    }

    /// <summary>Counts a request if the limits leave room for it.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="tokens">Tokens that it surely does not exceed, those of its answer included.</param>
    public LimitVerdict TryTake(BackendLimits limits, int tokens)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            BeginDay(now);
            if (Refusal(limits, tokens) is { } refusal)
                return refusal;
            while (lastMinute.TryPeek(out var oldest) && now - oldest.At >= Minute)
                lastMinute.Dequeue();
            if (MustWait(limits, tokens, now) is { } later)
                return later;
            var spending = new Spending(now, tokens);
            lastMinute.Enqueue(spending);
            requestsToday++;
            tokensToday += tokens;
            return new LimitVerdict.Granted(spending);
        }
    }

    /// <summary>Replaces a request's estimate by what it took.</summary>
    public void Settle(Spending spending, int tokens)
    {
        lock (gate)
        {
            // Yesterday's requests no longer stand in today's sum.
            if (DateOnly.FromDateTime(spending.At.UtcDateTime) == day)
                tokensToday += tokens - spending.Tokens;
            spending.Tokens = tokens;
        }
    }

    private LimitVerdict.Refused? Refusal(BackendLimits limits, int tokens)
    {
        if (limits.TokensPerMinute < tokens)
        {
            return new LimitVerdict.Refused(
                $"one request may take {tokens} tokens and {BackendLimits.Field("tokensPerMinute")} is {limits.TokensPerMinute}: it could never be sent; raise the limit, or lower spec.parameters.contextWindow or maxTokens");
        }

        return tokensToday + tokens > limits.TokensPerDay
            ? new LimitVerdict.Refused(
                $"{tokensToday} of the {limits.TokensPerDay} tokens of {BackendLimits.Field("tokensPerDay")} are used, and this request may take {tokens}; the day ends at 00:00 UTC. Raise the limit if more is to be asked")
            : null;
    }

    private LimitVerdict.Later? MustWait(BackendLimits limits, int tokens, DateTimeOffset now)
    {
        var (requestsOver, tokensOver) = (lastMinute.Count + 1 - (limits.RequestsPerMinute ?? int.MaxValue), lastMinute.Sum(item => (long)item.Tokens) + tokens - (limits.TokensPerMinute ?? long.MaxValue));
        if (requestsOver <= 0 && tokensOver <= 0)
            return null;
        var limit = requestsOver > 0 ? BackendLimits.Field("requestsPerMinute") : BackendLimits.Field("tokensPerMinute");
        var free = now;
        foreach (var item in lastMinute)
        {
            if (requestsOver <= 0 && tokensOver <= 0)
                break;
            free = item.At + Minute;
            requestsOver--;
            tokensOver -= item.Tokens;
        }

        return new LimitVerdict.Later(free - now, limit);
    }

    private void BeginDay(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (today == day)
            return;
        (day, requestsToday, tokensToday) = (today, 0, 0);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
