using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Metrics;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>
/// Competes for a Lease, holds it, and gives it back. The record on the server is client-go's, so that both can compete for one Lease.
/// <para>
/// No two clocks are ever compared. The leader acts for <see cref="LeaderElectionOptions.RenewDeadline"/> from the moment <em>before</em> it sent its last successful
/// renewal. Another takes the lease only when it has not changed for <see cref="LeaderElectionOptions.LeaseDuration"/> since the other <em>saw</em> it change, which is after
/// that renewal was sent. So the first has stopped before the second begins, unless the second's clock runs faster by more than the ratio of the two durations.
/// </para>
/// <para>
/// A lease that is gone or empty may have been taken from under a leader that has not noticed. It counts as a change like any other and is left alone as long,
/// except where the last holder itself has released it.
/// </para>
/// </summary>
internal sealed partial class LeaderElector : ILeadershipGate, IDisposable
{
    private const long Never = long.MinValue;

    private readonly LeaderElectionOptions _options;
    private readonly LeaseClient _leases;
    private readonly string _identity;
    private readonly TimeProvider _timeProvider;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopHolding = new();
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _holding = Task.CompletedTask;

    // What the server last answered, and when an answer first differed from the one before. Null is an answer too: that there is no lease.
    private Lease? _observed;
    private long _observedAt = Never;

    // The last record that this process wrote or tried to write, and whether the server may hold another than _observed.
    private LeaseRecord? _mine;
    private bool _isStale = true;

    // Read by any thread, at any time: until when this process leads, and when it must have renewed.
    private long _leadsUntil = Never;
    private long _overdueAt = long.MaxValue;

    public LeaderElector(LeaderElectionOptions options, LeaseClient leases, string identity, RuntimeMetrics metrics, TimeProvider timeProvider, Random random, ILogger<LeaderElector> logger)
    {
        options.Validate();
        _options = options;
        _leases = leases;
        _identity = identity;
        _timeProvider = timeProvider;
        _random = random;
        _logger = logger;
        metrics.ElectionEntered(leases.Name, () => IsLeader);
    }

    public bool IsLeader => _timeProvider.GetTimestamp() < Volatile.Read(ref _leadsUntil);

    public bool IsOverdue => _timeProvider.GetTimestamp() >= Volatile.Read(ref _overdueAt);

    private TimeSpan TimeLeft => Volatile.Read(ref _leadsUntil) is > Never and var until ? _timeProvider.GetElapsedTime(_timeProvider.GetTimestamp(), until) : TimeSpan.Zero;

    public async Task WaitForLeadershipAsync(CancellationToken cancellationToken)
    {
        LogCompeting(_leases.Key, _identity);
        while (!await TryTakeAsync(cancellationToken))
            await Task.Delay(UntilNextLook(), _timeProvider, cancellationToken);
        LogLeading(_leases.Key, _identity);
        _holding = HoldAsync(_stopHolding.Token);
    }

    public Task<string> WaitForLossAsync(CancellationToken cancellationToken) => _lost.Task.WaitAsync(cancellationToken);

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        // Not CancelAsync: the renewal that it ends is awaited in the next line anyway.
        _stopHolding.Cancel();
        await _holding;
        StepDown();
        // A process that has written, even in vain as it seems, may hold the lease; and one that lost it leaves it alone.
        if (_mine is null || _lost.Task.IsCompleted)
            return;
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var lease = await _leases.ReadAsync(linked.Token);
            if (lease?.Spec?.HolderIdentity != _identity)
                return;
            await _leases.WriteAsync(lease, LeaseRecord.Released(Now(lease.Spec.RenewTime), lease.Spec.LeaseTransitions), linked.Token);
            LogReleased(_leases.Key);
        }
        // It expires by itself; the process that stops must not be held up.
        catch (Exception e)
        {
            LogNotReleased(_leases.Key, e.Message);
        }
    }

    public void Dispose()
    {
        _stopHolding.Cancel();
        _stopHolding.Dispose();
    }

    /// <summary>Looks at the lease and takes it if it may be taken. Whatever goes wrong is tried again at the next look.</summary>
    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            Observe(await _leases.ReadAsync(linked.Token));
            // Where there is no lease, one that nobody holds is made first. Only an object has a version, and only a version proves at the end of the wait that nobody
            // has led meanwhile: a lease that another created and somebody deleted would leave no trace.
            if (_observed is null)
                Observe(await _leases.WriteAsync(null, new LeaseRecord(), linked.Token));
            if (UntilFree() > TimeSpan.Zero)
                return false;
            await WriteAsync(linked.Token);
            return IsLeader;
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogProblem(e);
            return false;
        }
    }

    /// <summary>Renews until that is no longer possible, or the holding is to end.</summary>
    private async Task HoldAsync(CancellationToken stopping)
    {
        try
        {
            var wait = _options.RetryPeriod;
            while (true)
            {
                await Task.Delay(Shorter(wait, TimeLeft), _timeProvider, stopping);
                // What is left is too short for a timer, let alone for a request.
                if (TimeLeft < TimeSpan.FromMilliseconds(1))
                {
                    Lose($"it could not be renewed within {_options.RenewDeadline.TotalSeconds} s, or this process stood still");
                    return;
                }

                var (holder, wasChanged) = await RenewAsync(stopping);
                if (holder is not null)
                {
                    Lose($"{holder} holds it");
                    return;
                }

                wait = wasChanged ? TimeSpan.Zero : _options.RetryPeriod;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Released, or disposed of.
        }
    }

    /// <summary>Tries to renew once. Returns who else holds the lease; or whether it only needs to be read again before it can be written.</summary>
    private async Task<(string? Holder, bool WasChanged)> RenewAsync(CancellationToken stopping)
    {
        var wasStale = _isStale;
        using var timeout = new CancellationTokenSource(Shorter(_options.RequestTimeout, TimeLeft), _timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            if (_isStale)
                Observe(await _leases.ReadAsync(linked.Token));
            if (_observed?.Spec is { IsHeld: true } spec && spec.HolderIdentity != _identity)
                return (spec.HolderIdentity, false);
            await WriteAsync(linked.Token);
            return default;
        }
        catch (Exception e)
        {
            stopping.ThrowIfCancellationRequested();
            LogProblem(e);
            return (null, !wasStale && e is ApiStatusException { IsConflict: true } or ApiStatusException { IsNotFound: true } or ApiStatusException { IsAlreadyExists: true });
        }
    }

    /// <summary>Writes this process into the lease; leads from before that was sent.</summary>
    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        _isStale = true;
        _mine = NextRecord();
        var sent = _timeProvider.GetTimestamp();
        Observe(await _leases.WriteAsync(_observed, _mine, cancellationToken));
        Volatile.Write(ref _overdueAt, sent + Ticks(_options.LeaseDuration));
        Volatile.Write(ref _leadsUntil, sent + Ticks(_options.RenewDeadline));
    }

    private LeaseRecord NextRecord()
    {
        var current = _observed?.Spec;
        // Whoever takes the lease away from under its leader does not begin another's term.
        var mine = current?.HolderIdentity == _identity ? current : IsLeader ? _mine : null;
        var now = Now(current?.RenewTime);
        return new LeaseRecord
        {
            HolderIdentity = _identity,
            LeaseDurationSeconds = (int)_options.LeaseDuration.TotalSeconds,
            AcquireTime = mine?.AcquireTime ?? now,
            RenewTime = now,
            LeaseTransitions = mine is not null ? mine.LeaseTransitions ?? 0 : current is null or { IsHeld: false, LeaseTransitions: null } ? 0 : (current.LeaseTransitions ?? 0) + 1,
        };
    }

    /// <summary>
    /// Notes what the server answered. Only a change of the record counts, for each renewal makes one; other writers may touch the object as often as they like.
    /// But an empty record looks the same however often it was filled and emptied again, so there the version counts.
    /// </summary>
    private void Observe(Lease? lease)
    {
        var isFirst = _observedAt == Never;
        var changed = isFirst || _observed?.Spec != lease?.Spec
            || (lease?.Spec is not { IsHeld: true } && _observed?.Metadata?.ResourceVersion != lease?.Metadata?.ResourceVersion);
        var newHolder = isFirst || _observed?.Spec?.HolderIdentity != lease?.Spec?.HolderIdentity;
        _observed = lease;
        _isStale = false;
        if (changed)
            _observedAt = _timeProvider.GetTimestamp();
        if (!newHolder || lease?.Spec?.HolderIdentity == _identity)
            return;
        if (lease?.Spec is { IsHeld: true } spec)
            LogHolder(_leases.Key, spec.HolderIdentity!);
        else if (lease?.Spec?.IsReleased != true)
            LogUnknownPast(_leases.Key, _options.LeaseDuration);
    }

    /// <summary>How long the lease must still be left alone.</summary>
    private TimeSpan UntilFree()
    {
        var spec = _observed?.Spec;
        // A write of this process whose answer was lost.
        if (spec?.HolderIdentity == _identity || spec?.IsReleased == true)
            return TimeSpan.Zero;
        var duration = spec is { IsHeld: true, LeaseDurationSeconds: > 0 and var seconds } ? TimeSpan.FromSeconds(seconds) : _options.LeaseDuration;
        return duration - _timeProvider.GetElapsedTime(_observedAt);
    }

    /// <summary>
    /// Not longer than the retry period, so that a renewal is seen soon after it was made; at random, so that not all look at once; and no later than the lease may be taken.
    /// </summary>
    private TimeSpan UntilNextLook()
    {
        var wait = _options.RetryPeriod / (1 + (LeaderElectionOptions.JitterFactor * _random.NextDouble()));
        // A timer counts whole milliseconds, and one that is early would only come to be set again.
        return _observedAt != Never && UntilFree() is { Ticks: > 0 } free ? Shorter(wait, TimeSpan.FromMilliseconds(Math.Ceiling(free.TotalMilliseconds))) : wait;
    }

    private void Lose(string reason)
    {
        // It stays overdue: a process that has lost should have ended by then.
        Volatile.Write(ref _leadsUntil, Never);
        LogLost(_leases.Key, reason);
        _lost.TrySetResult(reason);
    }

    private void StepDown()
    {
        Volatile.Write(ref _leadsUntil, Never);
        Volatile.Write(ref _overdueAt, long.MaxValue);
    }

    private void LogProblem(Exception e)
    {
        if (e is ApiStatusException { IsConflict: true })
            LogChanged(_leases.Key, e.Message);
        else
            LogFailed(_leases.Key, e is OperationCanceledException ? $"no answer within {_options.RequestTimeout.TotalSeconds} s" : e.Message);
    }

    /// <summary>For people and for change, never for comparison; so it must differ from the one before, however the wall clock is set.</summary>
    private DateTime Now(DateTime? previous)
    {
        var now = _timeProvider.GetUtcNow().UtcDateTime;
        now = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
        return now == previous ? now.AddMicroseconds(1) : now;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _timeProvider.TimestampFrequency);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one < other ? one : other > TimeSpan.Zero ? other : TimeSpan.Zero;
}
