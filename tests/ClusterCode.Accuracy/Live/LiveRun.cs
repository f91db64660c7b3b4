using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Judging;
using ClusterCode.Accuracy.Measuring;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Accuracy.Live;

/// <summary>
/// Applies scenarios to a real cluster, each in a namespace of its own, a few at a time because a node takes only so many pods, and asks the expert about each until it
/// says what it must, and a few seconds later once more.
/// </summary>
public sealed class LiveRun(LiveCluster cluster, Action<string>? progress = null) : IDisposable
{
    /// <summary>Pods at once. A kubelet takes 110, and those of namespaces that are being deleted count.</summary>
    private const int PodsAtOnce = 40;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan OnceMore = TimeSpan.FromSeconds(4);
    /// <summary>Between the end of a run and the kubelet's next look, its log is gone, or not whole yet; then the expert can say less, and is asked again.</summary>
    private const int LooksAtMost = 4;

    private static readonly TimeSpan SettleOfHealthy = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _pods = new(PodsAtOnce);
    private readonly SemaphoreSlim _admission = new(1);
    private readonly ConcurrentDictionary<string, Task<CaseOutcome>> _outcomes = new();

    /// <summary>Starts scenarios; how each ends is told by <see cref="OutcomeOf"/>.</summary>
    public void Start(IEnumerable<AccuracyCase> cases, CancellationToken cancellationToken)
    {
        // Those that take longest go first.
        foreach (var scenario in cases.OrderByDescending(c => Settle(c)))
        {
            _outcomes[scenario.FullName] = Task.Run(() => RunAsync(scenario, cancellationToken), cancellationToken);
        }
    }

    /// <summary>How a scenario ended.</summary>
    public Task<CaseOutcome> OutcomeOf(string fullName) => _outcomes[fullName];

    /// <summary>How all ended.</summary>
    public Task<CaseOutcome[]> AllAsync() => Task.WhenAll(_outcomes.Values);

    /// <inheritdoc />
    public void Dispose()
    {
        _pods.Dispose();
        _admission.Dispose();
    }

    private async Task<CaseOutcome> RunAsync(AccuracyCase unplaced, CancellationToken cancellationToken)
    {
        var ns = cluster.NamespaceOf(unplaced);
        var scenario = unplaced.In(ns);
        var pods = Math.Min(PodsAtOnce, LiveManifest.Pods(scenario.Manifest));
        await AdmitAsync(pods, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await cluster.ApplyAsync(scenario, ns, cancellationToken);
            var outcome = await JudgeAsync(scenario, ns, cancellationToken);
            progress?.Invoke(string.Create(
                CultureInfo.InvariantCulture,
                $"{(outcome.Verdict.IsRight ? "ok    " : "FAILED")} {scenario.FullName} after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, {outcome.Last?.OperatorRequests ?? 0} requests{(outcome.Verdict.IsRight ? "" : $": {string.Join("; ", outcome.Verdict.Problems)}")}"));
            return outcome;
        }
        catch (Exception problem) when (problem is InvalidOperationException or TimeoutException)
        {
            progress?.Invoke($"BROKEN {scenario.FullName}: {problem.Message}");
            return CaseOutcome.Broken(scenario, problem.Message);
        }
        finally
        {
            await cluster.DeleteAsync(scenario, ns);
            _pods.Release(pods);
        }
    }

    // One after the other, so that two that each hold a part of what they need do not wait for one another.
    private async Task AdmitAsync(int pods, CancellationToken cancellationToken)
    {
        await _admission.WaitAsync(cancellationToken);
        try
        {
            for (var i = 0; i < pods; i++)
            {
                await _pods.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            _admission.Release();
        }
    }

    private async Task<CaseOutcome> JudgeAsync(AccuracyCase scenario, string ns, CancellationToken cancellationToken)
    {
        var applied = Stopwatch.GetTimestamp();
        var settle = Settle(scenario);
        MeasuredReport last;
        Verdict verdict;
        if (!scenario.Expectation.Healthy)
        {
            await Task.Delay(settle, cancellationToken);
        }

        do
        {
            await Task.Delay(Poll, cancellationToken);
            (last, verdict) = await DiagnoseAsync(scenario, ns, cancellationToken);
        }
        while (scenario.Expectation.Healthy
            ? (verdict.IsRight || IsTooEarly(last)) && Stopwatch.GetElapsedTime(applied) < settle
            : !verdict.IsRight && Stopwatch.GetElapsedTime(applied) < Deadline + settle);

        if (!verdict.IsRight)
        {
            return new CaseOutcome(scenario, verdict, last, await DetailAsync(scenario, ns, CaseJudge.Describe(last)));
        }

        MeasuredReport again;
        Verdict verdictAgain;
        Func<CancellationToken, Task<MeasuredReport>> replay;
        var looks = 0;
        do
        {
            await Task.Delay(OnceMore, cancellationToken);
            (again, replay) = await cluster.DiagnoseAndRecordAsync(scenario.Subject(ns), cancellationToken);
            verdictAgain = CaseJudge.Judge(scenario.Expectation, again);
        }
        while (!verdictAgain.IsRight && CaseJudge.SaysNothingElse(again) && ++looks < LooksAtMost);

        var replayed = await replay(cancellationToken);
        List<string> problems = [.. verdictAgain.Problems.Select(p => $"{p}, {OnceMore.TotalSeconds:0} s after all was right")];
        if (CaseJudge.Causes(again) != CaseJudge.Causes(replayed))
        {
            problems.Add($"the same reads, recorded, are diagnosed as {CaseJudge.Describe(replayed)}");
        }

        return new CaseOutcome(
            scenario,
            verdictAgain with { Problems = problems },
            again,
            problems.Count == 0 ? "" : await DetailAsync(scenario, ns, $"first {CaseJudge.Describe(last)}\nthen {CaseJudge.Describe(again)}"))
        {
            ReplayAsync = replay,
        };
    }

    private async Task<(MeasuredReport Report, Verdict Verdict)> DiagnoseAsync(AccuracyCase scenario, string ns, CancellationToken cancellationToken)
    {
        var report = await MeasuredExpert.DiagnoseAsync(new LiveClusterView(cluster.Http, TimeProvider.System), TimeProvider.System, scenario.Subject(ns), cancellationToken);
        return (report, CaseJudge.Judge(scenario.Expectation, report));
    }

    // A Job of a CronJob, or the pod of a Job, is not there at once.
    private static bool IsTooEarly(MeasuredReport measured) => measured.Report.Outcome == ExpertOutcome.TargetNotFound;

    private async Task<string> DetailAsync(AccuracyCase scenario, string ns, string said) => $"{said}\n{await cluster.DescribeAsync(ns)}\n({scenario.FullName} in {ns})";

    private static TimeSpan Settle(AccuracyCase scenario) => scenario.Expectation.Settle is { } text
        ? TimeSpan.FromSeconds(double.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture))
        : scenario.Expectation.Healthy ? SettleOfHealthy : TimeSpan.Zero;
}
