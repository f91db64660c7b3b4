using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Redaction;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Pods;

/// <summary>Reads the log of the run that failed, which is the previous one of a container that was restarted, and of the current run where that one is not ready.</summary>
internal sealed class ContainerLogReader(IClusterView view, ISecretRedactor redactor)
{
    /// <summary>Lines of the end that are kept below errors from far above.</summary>
    private const int EndBelowErrors = 40;

    /// <summary>Times in a status are cut to seconds.</summary>
    private static readonly TimeSpan StatusPrecision = TimeSpan.FromSeconds(1);

    /// <summary>A container that could not be started has no log.</summary>
    private static readonly HashSet<string> NeverStarted = new(StringComparer.Ordinal) { "StartError", "ContainerCannotRun" };

    /// <summary>Whether the container has a log that may say what is wrong.</summary>
    public static bool IsWorthReading(V1Pod pod, ContainerFacts container) => FailedRun(pod, container) is not null || IsUnready(container);

    /// <summary>The container with its logs; with <paramref name="onlyOne"/>, of the run that failed or else of the current one.</summary>
    public async Task<ContainerFacts> ReadAsync(V1Pod pod, ContainerFacts container, bool onlyOne, CancellationToken cancellationToken)
    {
        var run = FailedRun(pod, container);
        var failed = run is { } which ? ReadFailedRunAsync(pod, container, which, cancellationToken) : Task.FromResult<LogExcerpt?>(null);
        var current = IsUnready(container) && !(onlyOne && run is not null) ? CurrentAsync(pod, container, cancellationToken) : Task.FromResult<LogExcerpt?>(null);
        await Task.WhenAll(failed, current).ConfigureAwait(false);
        var read = container with { FailedRunLog = await failed.ConfigureAwait(false), CurrentLog = await current.ConfigureAwait(false) };

        // Without the log of the run that failed, the one that runs now may say the same.
        return read is { FailedRunLog.Problem: not null, CurrentLog: null, Status.State.Running: not null }
            ? read with { CurrentLog = await ReadOneAsync(pod, container.Name, Run.Current, cancellationToken).ConfigureAwait(false) }
            : read;
    }

    /// <summary>The log of the current run, whatever its state.</summary>
    public Task<LogExcerpt> ReadCurrentAsync(V1Pod pod, string container, CancellationToken cancellationToken) => ReadOneAsync(pod, container, Run.Current, cancellationToken);

    private static Run? FailedRun(V1Pod pod, ContainerFacts container)
    {
        var last = container.LastTermination;
        if (last is null || NeverStarted.Contains(last.Reason ?? "") || IsDone(pod, container, last))
        {
            return null;
        }

        return container.Status?.State?.Terminated is not null ? Run.Ended : Run.Previous;
    }

    private static bool IsDone(V1Pod pod, ContainerFacts container, V1ContainerStateTerminated last) =>
        last.ExitCode == 0 && (container.IsInit ? container.Spec.RestartPolicy != "Always" : pod.Spec.RestartPolicy is "Never" or "OnFailure");

    private static bool IsUnready(ContainerFacts container) => container.Status is { State.Running: not null } status && (!status.Ready || status.Started == false);

    private async Task<LogExcerpt?> CurrentAsync(V1Pod pod, ContainerFacts container, CancellationToken cancellationToken) =>
        await ReadOneAsync(pod, container.Name, Run.Current, cancellationToken).ConfigureAwait(false);

    private async Task<LogExcerpt?> ReadFailedRunAsync(V1Pod pod, ContainerFacts container, Run run, CancellationToken cancellationToken)
    {
        var log = run == Run.Ended && pod.Spec.RestartPolicy != "Never" && container.Status?.State?.Terminated is { FinishedAt: not null } ended
            ? await ReadEndedRunAsync(pod, container.Name, ended, cancellationToken).ConfigureAwait(false)
            : await ReadOneAsync(pod, container.Name, run, cancellationToken).ConfigureAwait(false);
        if (log.Problem is null)
        {
            return log;
        }

        // The kubelet keeps one ended container: the previous run may be gone while the last one is kept, or the other way round. A running one is another run.
        var other = run == Run.Ended ? Run.Previous : Run.Ended;
        if (container.Status?.State?.Running is not null || (other == Run.Previous && container.Status?.LastState?.Terminated is null))
        {
            return log;
        }

        var fallback = await ReadOneAsync(pod, container.Name, other, cancellationToken).ConfigureAwait(false);
        return fallback.Problem is null ? fallback : log;
    }

    // Since the pod was read, the kubelet may have started the container again; then the run that ended is the previous one now, and its log tells so by its times.
    private async Task<LogExcerpt> ReadEndedRunAsync(V1Pod pod, string container, V1ContainerStateTerminated ended, CancellationToken cancellationToken)
    {
        var (last, firstAt) = await ReadTimedAsync(pod, container, Run.Ended, cancellationToken).ConfigureAwait(false);
        if (last.Problem is not null || (firstAt is { } at ? at.UtcDateTime < ended.FinishedAt : !last.IsSilent))
        {
            return last;
        }

        var (before, firstBefore) = await ReadTimedAsync(pod, container, Run.Previous, cancellationToken).ConfigureAwait(false);
        if (before.Problem is not null || before.IsSilent)
        {
            return last;
        }

        // A log without a line has no time either. Within the second in which the run ended, only the log that begins within the run's time is its own.
        var begunAgain = firstAt is not { } first || first.UtcDateTime > ended.FinishedAt + StatusPrecision || (firstBefore < first && firstBefore.Value.UtcDateTime >= ended.StartedAt);
        return begunAgain ? before : last;
    }

    private async Task<LogExcerpt> ReadOneAsync(V1Pod pod, string container, Run run, CancellationToken cancellationToken)
    {
        var query = Query(pod, container, run);
        return await ExcerptAsync(query, run, await view.ReadLogAsync(query, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async Task<(LogExcerpt Log, DateTimeOffset? FirstAt)> ReadTimedAsync(V1Pod pod, string container, Run run, CancellationToken cancellationToken)
    {
        var query = Query(pod, container, run) with { Timestamps = true };
        var log = await view.ReadLogAsync(query, cancellationToken).ConfigureAwait(false);
        var timed = log.IsFound ? TimedLog.Of(log.Value) : null;
        return (await ExcerptAsync(query, run, timed is null ? log : Lookup.Found(timed.Text), cancellationToken).ConfigureAwait(false), timed?.FirstAt);
    }

    private static LogQuery Query(V1Pod pod, string container, Run run) =>
        new(pod.Metadata.NamespaceProperty, pod.Metadata.Name, container, run == Run.Previous, GatheringLimits.LogLines, GatheringLimits.LogBytes);

    private async Task<LogExcerpt> ExcerptAsync(LogQuery query, Run run, Lookup<string> log, CancellationToken cancellationToken)
    {
        var source = $"log pod/{query.Pod} container {query.Container}{run switch { Run.Previous => " (previous run)", Run.Ended => " (ended run)", _ => "" }}";
        return log.Status switch
        {
            LookupStatus.Found when KubeletLogErrors.IsAllOf(log.Value!) => new LogExcerpt(source, [], "the container runtime has removed this run and its log"),
            LookupStatus.Found => new LogExcerpt(source, await WithErrorsAboveAsync(query, Lines(log.Value!), cancellationToken).ConfigureAwait(false)),
            LookupStatus.Forbidden => new LogExcerpt(source, [], $"the operator may not read pods/log in namespace {query.Namespace}"),
            LookupStatus.Missing => new LogExcerpt(source, [], Problem(log.Message) ?? "there is no log of this run"),
            _ => new LogExcerpt(source, [], $"the log could not be read: {Problem(log.Message) ?? "no reason given"}"),
        };
    }

    // The end of a long log may tell nothing, or warn only; what is wrong may have been said once, far above. Only then all of it is read through.
    private async Task<IReadOnlyList<string>> WithErrorsAboveAsync(LogQuery query, IReadOnlyList<string> tail, CancellationToken cancellationToken)
    {
        var onlyWarns = LogDigest.OnlyWarns(tail);
        if (tail.Count < GatheringLimits.LogLines || (!onlyWarns && LogDigest.FindError(tail) is not null))
        {
            return tail;
        }

        var windows = new ErrorWindows();
        await view.ScanLogAsync(query with { Timestamps = false, TailLines = GatheringLimits.ScanLines, LimitBytes = GatheringLimits.ScanBytes }, windows.Add, cancellationToken).ConfigureAwait(false);
        // An error far above a warning was survived, unless it says itself that it was not.
        return windows.Lines.Count == 0 || (onlyWarns && !LogDigest.TellsEnd(windows.Lines))
            ? tail
            : [.. Lines(string.Join('\n', windows.Lines)), .. tail.TakeLast(EndBelowErrors)];
    }

    private IReadOnlyList<string> Lines(string text) =>
        TextBounds.LastLines(redactor.Redact(TextBounds.Clean(text)), GatheringLimits.LogLines, GatheringLimits.LogLineBytes);

    private string? Problem(string? message) => string.IsNullOrWhiteSpace(message) ? null : redactor.Redact(TextBounds.Line(message, GatheringLimits.MessageBytes));

    private enum Run
    {
        Current,
        Ended,
        Previous,
    }
}
