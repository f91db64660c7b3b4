using System.Text;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.LeaderElection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClusterCode.ControllerRuntime.Tests.LeaderElection;

/// <summary>One process that competes: a real elector, on a clock and a network that the world makes.</summary>
internal sealed class SimulatedProcess : IApiTransport, IDisposable
{
    private readonly World _world;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Action> _asleep = new();

    public SimulatedProcess(World world, string identity, LeaderElectionOptions options, Func<ApiRequest, Fate> fate, double rate = 1, TimeSpan offset = default)
    {
        _world = world;
        Fate = fate;
        Identity = identity;
        Clock = new SimulatedClock(world, this, rate, offset);
        Elector = new LeaderElector(options, new LeaseClient(this, "system", "operator", "test-operator"), identity, world.Metrics, Clock, world.Random, NullLogger<LeaderElector>.Instance);
        world.Processes.Add(this);
        world.After(TimeSpan.Zero, () => WhenAwake(() => _ = CompeteAsync()));
    }

    public string Identity { get; }

    public SimulatedClock Clock { get; }

    public LeaderElector Elector { get; }

    /// <summary>Decides what becomes of each request.</summary>
    public Func<ApiRequest, Fate> Fate { get; set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Why it lost the lease; null while it has not.</summary>
    public string? Lost => Elector.WaitForLossAsync(CancellationToken.None) is { IsCompleted: true } lost ? lost.Result : null;

    /// <summary>Whether it was stopped and has released what it held.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether it led at any time, for at least a moment.</summary>
    public bool HasLed { get; private set; }

    public void Freeze() => IsFrozen = true;

    public void Wake()
    {
        IsFrozen = false;
        while (!IsFrozen && _asleep.TryDequeue(out var action))
            action();
    }

    /// <summary>Does something now, or when the process wakes.</summary>
    public void WhenAwake(Action action)
    {
        if (IsFrozen)
            _asleep.Enqueue(action);
        else
            action();
    }

    /// <summary>A stop in good order: the workers have stopped by now.</summary>
    public void Stop() => WhenAwake(() => _ = StopAsync());

    public Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var fate = Fate(request);
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        if (fate.IsLost)
            return answer.Task;
        _world.After(fate.ThereIn, () =>
        {
            var (code, body) = fate.Instead ?? _world.Server.Handle(request);
            if (fate.IsAnswerLost)
                return;
            _world.After(fate.BackIn, () => WhenAwake(() =>
            {
                if (fate.Error is { } error)
                    answer.TrySetException(error);
                else
                    answer.TrySetResult(new HttpResponseMessage(code) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
            }));
        });
        return answer.Task;
    }

    public void Dispose()
    {
        _stop.Dispose();
        Elector.Dispose();
    }

    private async Task CompeteAsync()
    {
        try
        {
            await Elector.WaitForLeadershipAsync(_stop.Token);
            HasLed = true;
        }
        catch (OperationCanceledException)
        {
            // Stopped while it waited for its turn.
        }
    }

    private async Task StopAsync()
    {
        _stop.Cancel();
        await Elector.ReleaseAsync(CancellationToken.None);
        HasEnded = true;
    }
}
