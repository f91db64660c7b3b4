using ClusterCode.ControllerRuntime.Queues;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Queues;

public sealed class WorkQueueTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<string>("test", _clock, TestMetrics.Create());

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task A_key_that_waits_is_not_added_twice()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");

        Assert.Equal("a", await TakeAsync());
        Assert.Equal("b", await TakeAsync());
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_key_added_while_it_is_worked_on_waits_until_it_is_done_and_comes_once_more()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.Add("a");
        _queue.Add("a");
        Assert.Equal(0, _queue.Count);

        _queue.Done("a");
        Assert.Equal("a", await TakeAsync());
        _queue.Done("a");
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_waiting_worker_gets_the_key_that_is_added_later()
    {
        var waiting = TakeAsync();
        Assert.False(waiting.IsCompleted);
        _queue.Add("a");
        Assert.Equal("a", await waiting);
    }

    [Fact]
    public async Task A_delayed_key_comes_when_its_time_has_come_and_not_before()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(9.999));
        Assert.Equal(0, _queue.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("a", await TakeAsync());
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(5, 10)]
    public async Task Of_two_delays_the_earlier_counts_and_the_key_comes_once(int first, int second)
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(first));
        _queue.AddAfter("a", TimeSpan.FromSeconds(second));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, _queue.Count);
        await TakeAsync();
        _queue.Done("a");
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Delayed_keys_come_in_the_order_of_their_times()
    {
        _queue.AddAfter("late", TimeSpan.FromDays(40));
        _queue.AddAfter("early", TimeSpan.FromSeconds(1));
        _queue.AddAfter("now", TimeSpan.Zero);
        Assert.Equal(1, _queue.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, _queue.Count);
        // Beyond what one timer can wait.
        _clock.Advance(TimeSpan.FromDays(39));
        Assert.Equal(2, _queue.Count);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(3, _queue.Count);
    }

    [Fact]
    public async Task Each_failure_doubles_the_delay_up_to_a_thousand_seconds_until_the_key_is_forgotten()
    {
        var expected = 5.0;
        for (var failure = 0; failure < 30; failure++)
        {
            _queue.AddRateLimited("a");
            _clock.Advance(TimeSpan.FromMilliseconds(expected) - TimeSpan.FromTicks(10));
            Assert.Equal(0, _queue.Count);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, _queue.Count);
            await TakeAsync();
            _queue.Done("a");
            expected = Math.Min(expected * 2, 1_000_000);
        }

        Assert.Equal(30, _queue.Failures("a"));
        _queue.Forget("a");
        _queue.AddRateLimited("a");
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public async Task Shut_down_hands_out_what_waits_and_then_ends_all_workers()
    {
        _queue.Add("a");
        _queue.Add("b");
        Assert.Equal("a", await TakeAsync());
        _queue.Add("a");
        _queue.ShutDown();
        _queue.Add("refused");
        _queue.AddAfter("refused", TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("b", await TakeAsync());
        var waiting = _queue.GetAsync(CancellationToken.None).AsTask();
        _queue.Done("b");
        Assert.False(waiting.IsCompleted);
        _queue.Done("a");
        Assert.Equal((true, "a", 0), await waiting);
        _queue.Done("a");
        Assert.False((await _queue.GetAsync(CancellationToken.None)).HasKey);
    }

    [Fact]
    public async Task Under_load_no_key_is_worked_on_by_two_at_once_and_none_is_lost()
    {
        var busy = new int[10];
        var overlaps = 0;
        var seen = new int[10];
        var written = new int[10];
        var queue = new WorkQueue<int>("load", TimeProvider.System, TestMetrics.Create());
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await queue.GetAsync(CancellationToken.None) is (true, var key, _))
            {
                if (Interlocked.Increment(ref busy[key]) > 1)
                    Interlocked.Increment(ref overlaps);
                Volatile.Write(ref seen[key], Volatile.Read(ref written[key]));
                await Task.Yield();
                Interlocked.Decrement(ref busy[key]);
                queue.Done(key);
            }
        })).ToArray();

        for (var i = 0; i < 20_000; i++)
        {
            Interlocked.Increment(ref written[i % 10]);
            queue.Add(i % 10);
        }

        queue.ShutDown();
        await Task.WhenAll(workers);
        Assert.Equal(0, overlaps);
        Assert.Equal(written, seen);
    }

    private async Task<string> TakeAsync()
    {
        var (hasKey, key, _) = await _queue.GetAsync(CancellationToken.None);
        Assert.True(hasKey);
        return key;
    }
}
