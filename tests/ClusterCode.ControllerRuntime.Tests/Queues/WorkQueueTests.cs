using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Queues;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
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
    public async Task The_highest_priority_comes_first_and_keys_of_one_priority_in_their_order()
    {
        _queue.Add("low 1", QueuePriority.Low);
        _queue.Add("normal 1");
        _queue.Add("low 2", QueuePriority.Low);
        _queue.Add("urgent", 5);
        _queue.Add("normal 2");

        Assert.Equal(["urgent", "normal 1", "normal 2", "low 1", "low 2"], await TakeAsync(5));
    }

    [Fact]
    public async Task A_key_that_is_added_again_takes_the_higher_priority_and_keeps_its_turn()
    {
        _queue.Add("a", QueuePriority.Low);
        _queue.Add("b");
        _queue.Add("a");
        _queue.Add("b", QueuePriority.Low);

        Assert.Equal(["a", "b"], await TakeAsync(2));
    }

    [Fact]
    public async Task What_becomes_ready_is_ordered_by_when_it_did_even_when_the_timer_is_late()
    {
        _queue.AddAfter("second", TimeSpan.FromMilliseconds(1.7));
        _queue.AddAfter("first", TimeSpan.FromMilliseconds(1.2));
        // Timers count whole milliseconds: this one has not yet come.
        _clock.Advance(TimeSpan.FromMilliseconds(1.9));
        Assert.Equal(0, _queue.Count);
        _queue.Add("third");

        Assert.Equal(["first", "second", "third"], await TakeAsync(3));
    }

    [Fact]
    public async Task A_key_delayed_while_it_is_worked_on_comes_at_its_time_but_not_before_it_is_done()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.AddAfter("a", TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _queue.Count);
        _queue.Done("a");
        Assert.Equal("a", await TakeAsync());
    }

    [Fact]
    public async Task An_addition_without_delay_overtakes_a_delayed_one_which_then_does_not_come()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(1));
        _queue.Add("a");
        Assert.Equal("a", await TakeAsync());
        _queue.Done("a");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _queue.Count);
        Assert.Equal(0, _queue.KnownKeys);
    }

    [Fact]
    public void A_delay_beyond_the_end_of_time_never_comes()
    {
        _queue.AddAfter("a", TimeSpan.MaxValue);
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(0, _queue.Count);
        Assert.Equal(1, _queue.KnownKeys);
    }

    [Fact]
    public void A_key_that_is_delayed_again_and_again_takes_no_more_room_than_once()
    {
        for (var i = 100_000; i > 0; i--)
            _queue.AddAfter("a", TimeSpan.FromMilliseconds(i));
        Assert.Equal(1, _queue.KnownKeys);
        Assert.InRange(_queue.Capacity, 1, 16);
    }

    [Fact]
    public async Task What_a_burst_needed_is_given_back_when_it_is_over()
    {
        for (var i = 0; i < 20_000; i++)
            _queue.AddRateLimited($"{i}");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(_queue.Capacity, 20_000, 80_000);
        for (var i = 0; i < 20_000; i++)
        {
            var key = await TakeAsync();
            _queue.Forget(key);
            _queue.Done(key);
        }

        Assert.Equal(0, _queue.KnownKeys);
        Assert.InRange(_queue.Capacity, 0, 1024);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_takes_no_key()
    {
        using var cancel = new CancellationTokenSource();
        var given_up = _queue.GetAsync(cancel.Token).AsTask();
        var patient = TakeAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given_up);
        _queue.Add("a");
        Assert.Equal("a", await patient);
        _queue.Add("b");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _queue.GetAsync(cancel.Token).AsTask());
        Assert.Equal("b", await TakeAsync());
    }

    [Fact]
    public async Task Every_worker_that_waits_ends_when_the_queue_is_shut_down()
    {
        var waiting = Enumerable.Range(0, 20).Select(_ => _queue.GetAsync(CancellationToken.None).AsTask()).ToList();
        _queue.ShutDown();
        Assert.All(await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30)), answer => Assert.False(answer.HasKey));
    }

    [Fact]
    public async Task Metrics_are_those_of_controller_runtime()
    {
        var meters = TestMetrics.Factory();
        using var queue = new WorkQueue<string>("measured", _clock, new RuntimeMetrics(meters));
        MetricCollector<T> Collect<T>(string name) where T : struct => new(meters, RuntimeMetrics.MeterName, name);
        using var depth = Collect<long>("workqueue_depth");
        using var adds = Collect<long>("workqueue_adds_total");
        using var retries = Collect<long>("workqueue_retries_total");
        using var waited = Collect<double>("workqueue_queue_duration_seconds");
        using var worked = Collect<double>("workqueue_work_duration_seconds");
        using var unfinished = Collect<double>("workqueue_unfinished_work_seconds");
        using var longest = Collect<double>("workqueue_longest_running_processor_seconds");

        queue.Add("a");
        queue.Add("a");
        queue.Add("b", QueuePriority.Low);
        queue.AddAfter("c", TimeSpan.FromSeconds(9));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await queue.GetAsync(CancellationToken.None);
        queue.Add("a");
        _clock.Advance(TimeSpan.FromSeconds(3));
        await queue.GetAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(1));

        depth.RecordObservableInstruments();
        Assert.Equal(
            [("measured", "measured", "-100", 0L), ("measured", "measured", "0", 1L)],
            depth.GetMeasurementSnapshot().Select(value => ((string)value.Tags["name"]!, (string)value.Tags["controller"]!, (string)value.Tags["priority"]!, value.Value)));
        unfinished.RecordObservableInstruments();
        longest.RecordObservableInstruments();
        Assert.Equal((5.0, 4.0), (unfinished.LastMeasurement!.Value, longest.LastMeasurement!.Value));
        Assert.Equal([2.0, 5.0], waited.GetMeasurementSnapshot().Select(value => value.Value));
        Assert.Equal(3, adds.GetMeasurementSnapshot().Sum(value => value.Value));
        Assert.Equal(1, retries.GetMeasurementSnapshot().Sum(value => value.Value));
        queue.Done("a");
        Assert.Equal(4.0, worked.LastMeasurement!.Value);
    }

    private async Task<string> TakeAsync()
    {
        var (hasKey, key, _) = await _queue.GetAsync(CancellationToken.None);
        Assert.True(hasKey);
        return key;
    }

    private async Task<List<string>> TakeAsync(int count)
    {
        var keys = new List<string>();
        while (keys.Count < count)
            keys.Add(await TakeAsync());
        return keys;
    }
}
