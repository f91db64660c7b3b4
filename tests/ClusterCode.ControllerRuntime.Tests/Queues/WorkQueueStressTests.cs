using ClusterCode.ControllerRuntime.Queues;
using ClusterCode.ControllerRuntime.Tests.Fakes;

namespace ClusterCode.ControllerRuntime.Tests.Queues;

/// <summary>Many threads at once, on the real clock: what no schedule of single steps can show.</summary>
public sealed class WorkQueueStressTests
{
    private const int Keys = 40;
    private const int Writers = 4;
    private const int Workers = 8;
    private const int WritesPerWriter = 15_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_key_is_worked_on_by_two_no_write_is_missed_and_nothing_is_left(int seed)
    {
        using var queue = new WorkQueue<int>("stress", TimeProvider.System, TestMetrics.Create());
        var (busy, written, seen) = (new int[Keys], new int[Keys], new int[Keys]);
        var overlaps = 0;
        var workers = Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + worker);
            while (true)
            {
                // Some waits are cancelled at random moments: they must take no key with them.
                using var cancel = new CancellationTokenSource();
                if (worker % 2 == 0)
                    cancel.CancelAfter(TimeSpan.FromMilliseconds(random.Next(3)));
                (bool HasKey, int Key, int Priority) got;
                try
                {
                    got = await queue.GetAsync(cancel.Token);
                }
                catch (OperationCanceledException)
                {
                    continue;
                }

                if (!got.HasKey)
                    return;
                if (Interlocked.Increment(ref busy[got.Key]) > 1)
                    Interlocked.Increment(ref overlaps);
                Volatile.Write(ref seen[got.Key], Volatile.Read(ref written[got.Key]));
                await Task.Yield();
                if (random.Next(10) == 0)
                    queue.AddRateLimited(got.Key, got.Priority);
                else
                    queue.Forget(got.Key);
                Interlocked.Decrement(ref busy[got.Key]);
                queue.Done(got.Key);
            }
        })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            var random = new Random((seed * 77) + writer);
            for (var i = 0; i < WritesPerWriter; i++)
            {
                var key = random.Next(Keys);
                Interlocked.Increment(ref written[key]);
                if (random.Next(4) == 0)
                    queue.AddAfter(key, TimeSpan.FromMilliseconds(random.Next(5)), random.Next(-1, 2));
                else
                    queue.Add(key, random.Next(-1, 2));
            }
        })));

        await Eventually.TrueAsync(() => queue.KnownKeys == 0, "everything is worked off and forgotten");
        Assert.Equal(written, seen);
        queue.ShutDown();
        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, overlaps);
    }
}
