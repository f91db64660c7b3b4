using ClusterCode.Llm.Limits;

namespace ClusterCode.Llm.Tests.Limits;

public sealed class TurnQueueTests
{
    private readonly TurnQueue turns = new();

    [Fact]
    public async Task As_many_as_allowed_go_at_once_and_the_others_in_the_order_of_their_coming()
    {
        await turns.EnterAsync(2, default);
        await turns.EnterAsync(2, default);
        var (third, fourth) = (turns.EnterAsync(2, default), turns.EnterAsync(2, default));
        Assert.False(turns.TryEnter(2));
        turns.Leave();
        await third;
        Assert.False(fourth.IsCompleted);
        turns.Leave();
        await fourth;
        Assert.Equal(2, turns.UnderWay);
    }

    [Fact]
    public async Task Who_gives_up_takes_no_turn_and_lets_the_next_one_in()
    {
        await turns.EnterAsync(1, default);
        using var impatient = new CancellationTokenSource();
        var second = turns.EnterAsync(1, impatient.Token);
        var third = turns.EnterAsync(1, default);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        turns.Leave();
        await third;
        Assert.Equal(1, turns.UnderWay);
    }

    [Fact]
    public async Task A_raised_limit_holds_for_who_comes_next()
    {
        await turns.EnterAsync(1, default);
        Assert.True(turns.TryEnter(2));
    }

    [Fact]
    public async Task Many_that_come_go_and_give_up_never_exceed_the_limit()
    {
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            using var end = new CancellationTokenSource();
            if (i % 5 == 0)
                end.CancelAfter(i % 7);
            try
            {
                await turns.EnterAsync(3, end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            InterlockedMax(ref most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            turns.Leave();
        })));
        Assert.InRange(most, 1, 3);
        Assert.Equal(0, turns.UnderWay);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
