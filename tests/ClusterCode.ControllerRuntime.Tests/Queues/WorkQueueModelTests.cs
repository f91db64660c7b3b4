using System.Diagnostics.Metrics;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Queues;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Queues;

/// <summary>The queue and its model are put through the same random schedules, and must agree after every step.</summary>
public sealed class WorkQueueModelTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Property(MaxTest = 3000, EndSize = 120, Arbitrary = [typeof(WorkQueueSteps)])]
    public Task The_queue_does_what_the_model_does(WorkQueueStep[] steps) => RunAsync(steps);

    [Property(MaxTest = 1000, EndSize = 60, Arbitrary = [typeof(WorkQueueSteps)])]
    public Task Shut_down_at_any_moment_it_hands_out_what_is_left_and_ends_every_wait(WorkQueueStep[] before, WorkQueueStep[] after) =>
        RunAsync([.. before, new WorkQueueStep(WorkQueueAction.ShutDown, 0, 0, 0), .. after]);

    private static async Task RunAsync(WorkQueueStep[] steps)
    {
        using var run = new Run();
        foreach (var step in steps)
        {
            await run.StepAsync(step);
        }

        await run.EndAsync();
    }

    private sealed class Run : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly FakeTimeProvider _clock = new();
        private readonly WorkQueueModel _model = new();
        private readonly WorkQueue<int> _queue;
        private readonly MetricCollector<long> _depth;
        private readonly List<(Task<(bool HasKey, int Key, int Priority)> Task, CancellationTokenSource Cancel)> _waiting = [];

        public Run()
        {
            // Disposed after each run: every collector looks at every meter there is.
            var meters = _services.GetRequiredService<IMeterFactory>();
            _queue = new WorkQueue<int>("model", _clock, new RuntimeMetrics(meters));
            _depth = new MetricCollector<long>(meters, RuntimeMetrics.MeterName, "workqueue_depth");
        }

        public void Dispose()
        {
            _queue.Dispose();
            _depth.Dispose();
            _services.Dispose();
        }

        /// <summary>Does a step and waits for all that it brings about: of two at once, a wait might see only the first.</summary>
        public async Task StepAsync(WorkQueueStep step)
        {
            Do(step);
            await SettleAsync();
            CheckAgreement();
        }

        private void Do(WorkQueueStep step)
        {
            switch (step.Action)
            {
                case WorkQueueAction.Add:
                    _queue.Add(step.Key, step.Priority);
                    _model.Add(step.Key, step.Priority, 0);
                    break;
                case WorkQueueAction.AddAfter:
                    _queue.AddAfter(step.Key, TimeSpan.FromMilliseconds(step.Milliseconds), step.Priority);
                    _model.Add(step.Key, step.Priority, step.Milliseconds);
                    break;
                case WorkQueueAction.AddRateLimited:
                    _queue.AddRateLimited(step.Key, step.Priority);
                    _model.AddRateLimited(step.Key, step.Priority);
                    break;
                case WorkQueueAction.Forget:
                    _queue.Forget(step.Key);
                    _model.Forget(step.Key);
                    break;
                case WorkQueueAction.Get when _waiting.Count < 3:
                    var cancel = new CancellationTokenSource();
                    _waiting.Add((_queue.GetAsync(cancel.Token).AsTask(), cancel));
                    break;
                case WorkQueueAction.CancelGet when _waiting is [var (_, oldest), ..]:
                    oldest.Cancel();
                    break;
                case WorkQueueAction.Done:
                    _queue.Done(step.Key);
                    _model.Done(step.Key);
                    break;
                case WorkQueueAction.Advance:
                    _clock.Advance(TimeSpan.FromMilliseconds(step.Milliseconds));
                    _model.Advance(step.Milliseconds);
                    break;
                case WorkQueueAction.ShutDown:
                    _queue.ShutDown();
                    _model.ShutDown();
                    break;
                default:
                    break;
            }
        }

        /// <summary>Waits until every wait has ended that the model says must end, and checks that what came is what the model would have given.</summary>
        private async Task SettleAsync()
        {
            foreach (var cancelled in _waiting.Where(wait => wait.Cancel.IsCancellationRequested).ToList())
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Task.WaitAsync(Limit));
                _waiting.Remove(cancelled);
            }

            var due = _model.Ready.Take(_waiting.Count).ToList();
            var given = new List<(int Key, int Priority)>();
            while (given.Count < due.Count)
            {
                var first = await Task.WhenAny(_waiting.Select(wait => wait.Task)).WaitAsync(Limit);
                var (hasKey, key, priority) = await first;
                _waiting.RemoveAll(wait => wait.Task == first);
                if (hasKey)
                    given.Add((key, priority));
                else
                    // The last key is given out and the other waits end at once, and whose task completes first is chance.
                    Assert.True(_model.IsShutDown);
            }

            Assert.Equal(due.Order(), given.Order());
            given.ForEach(taken => _model.Take(taken.Key));
            if (!_model.HasEnded)
                return;
            Assert.All(await Task.WhenAll(_waiting.Select(wait => wait.Task)).WaitAsync(Limit), answer => Assert.False(answer.HasKey));
            _waiting.Clear();
        }

        private void CheckAgreement()
        {
            Assert.All(_waiting, wait => Assert.False(wait.Task.IsCompleted));
            Assert.Equal(_model.Ready.Count, _queue.Count);
            Assert.Equal(_model.KnownKeys, _queue.KnownKeys);
            _depth.Clear();
            _depth.RecordObservableInstruments();
            Assert.Equal(
                _model.Depths.OrderBy(depth => depth.Key).Select(depth => ($"{depth.Key}", (long)depth.Value)),
                _depth.GetMeasurementSnapshot().Where(measured => measured.Value != 0).Select(measured => ((string)measured.Tags["priority"]!, measured.Value)).OrderBy(measured => int.Parse(measured.Item1, null)));
        }

        /// <summary>Works everything off: nothing may be left behind, neither a key nor memory of one.</summary>
        public async Task EndAsync()
        {
            while (_model.Processing.Count > 0 || _model.Ready.Count > 0 || _model.Delayed > 0)
            {
                foreach (var key in _model.Processing.ToList())
                    await StepAsync(new WorkQueueStep(WorkQueueAction.Done, key, 0, 0));
                await StepAsync(new WorkQueueStep(WorkQueueAction.Advance, 0, 0, 1_000_000));
                await StepAsync(new WorkQueueStep(WorkQueueAction.Get, 0, 0, 0));
            }

            for (var key = 0; key <= 5; key++)
                Do(new WorkQueueStep(WorkQueueAction.Forget, key, 0, 0));
            Assert.Equal(0, _queue.KnownKeys);
            _queue.Dispose();
            Assert.All(await Task.WhenAll(_waiting.Select(wait => wait.Task)).WaitAsync(Limit), answer => Assert.False(answer.HasKey));
        }
    }
}
