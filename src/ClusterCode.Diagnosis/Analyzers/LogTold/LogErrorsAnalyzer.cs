using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.Logs.Troubles;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>
/// Workloads whose pods run and are ready, and whose logs show that they work badly. Logs are read only where no pod fails: what fails is the better lead.
/// One pod stands for its workload.
/// </summary>
internal sealed class LogErrorsAnalyzer : IAnalyzer
{
    /// <summary>Workloads of a namespace whose logs are read.</summary>
    private const int MostWorkloads = 14;

    /// <summary>Containers of a pod whose logs are read.</summary>
    private const int MostContainers = 2;

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        if (workload.ReadyPod is not { } pod || workload.Pods.Count > 0 || !IsWorthReading(file, workload))
            yield break;
        foreach (var container in pod.Containers.Where(item => !item.IsInit && item.IsRunning()).Take(MostContainers))
        {
            if (file.Facts.Log(pod.Pod, container.Name) is not { Problem: null } log)
                continue;
            var statement = new LogStatement(file, workload, pod, container, log, Severity.Warning);
            if (LogTroubles.Find(log.Lines) is not { } trouble)
                continue;
            yield return (trouble is { Shape: { } shape, Kind: not LogTroubleKind.PastErrors } ? ShapeJudges.Last(statement, [shape with { Count = trouble.Count }]) ?? ShownCause.Of(statement, shape) : null)
                ?? Finding(file, workload, statement, trouble);
        }
    }

    // The workload that was asked about, those that the case came to, and of a namespace the first ones: restarted ones before others.
    private static bool IsWorthReading(CaseFile file, WorkloadFacts workload)
    {
        if (file.Workloads.Any(item => !item.IsFollowed && (item.FailingPodCount > 0 || item.Pods.Count > 0 || item.DesiredReplicas > item.PodCount)))
            return false;
        return file.Workloads.Where(item => item.ReadyPod is not null)
            .OrderBy(item => item.IsFollowed)
            .ThenByDescending(item => item.RestartsInLastDay)
            .ThenBy(item => item.Reference.Name, StringComparer.Ordinal)
            .Take(MostWorkloads)
            .Any(item => item.Reference == workload.Reference);
    }

    private static FindingDraft Finding(CaseFile file, WorkloadFacts workload, LogStatement statement, LogTrouble trouble)
    {
        var who = $"{statement.Container.Title()} of {workload.Reference.Kind} {workload.Reference.Name}";
        var message = Wording.Clip(trouble.Message);
        var place = trouble.Location is { Length: > 0 } at && !message.Contains(at, StringComparison.Ordinal) ? $" at {Wording.Clip(at, 120)}" : "";

        // Of a long log the end is read; an error that stands at its beginning was said before, too.
        var isCut = statement.Log.Lines.Count >= GatheringLimits.LogLines && trouble is { Count: > 1, QuietBefore: null };
        var title = trouble.Kind switch
        {
            LogTroubleKind.Slower or LogTroubleKind.Growing => $"{who} runs, but {message}{Span(trouble)}",
            LogTroubleKind.PastErrors => $"{who} reported {message}{place} {Times(trouble.Count)}{Span(trouble)}, and has not since",
            _ => $"{who} runs and is ready, but logs {message}{place} {(isCut ? "at least " : "")}{Times(trouble.Count)}{Since(trouble)}{(isCut && trouble.Since is not null ? " or earlier" : "")}",
        };
        return new FindingDraft
        {
            Category = CauseCategories.LogErrors,
            Severity = Severity.Warning,
            Confidence = trouble.Kind is LogTroubleKind.Errors or LogTroubleKind.StandingError ? Confidence.Medium : Confidence.Low,
            Title = title + (trouble.Change is { } change ? $"; right before it says: {Wording.Clip(change, 100)}" : ""),
            Resource = workload.Reference,
            Pod = statement.Pod.Name,
            Container = statement.Container.Name,
            NormalizedMessage = LogDigest.Normalize(trouble.Message),
            Explanation = Explain(trouble),
            Evidence = [Cite.Log(statement.Log, trouble.Lines) with { Time = trouble.Until?.UtcDateTime }],
            Behind = [.. Peers.Behind(file, workload, trouble.Shape)],
            Remediation = [new Remediation { Title = Question(trouble), Risk = RemediationRisk.Low }],
        };
    }

    private static string Times(int count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");

    private static string Since(LogTrouble trouble) => trouble.Since is { } since
        ? $"{(trouble.Count == 1 ? ", at" : " since")} {Clock(since)}{(trouble.QuietBefore is { } quiet ? $" (not once in the {Wording.Duration(quiet)} before)" : "")}"
        : "";

    private static string Span(LogTrouble trouble) => trouble is { Since: { } since, Until: { } until } ? $" between {Clock(since)} and {Clock(until)}" : "";

    private static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Explain(LogTrouble trouble)
    {
        var share = trouble.Entries > 0 ? string.Create(CultureInfo.InvariantCulture, $" {trouble.Errors} of the last {trouble.Entries} entries of its log are errors.") : "";
        var rate = trouble is { Since: { } since, Until: { } until, Count: > 1 } && until - since > TimeSpan.FromSeconds(30)
            ? string.Create(CultureInfo.InvariantCulture, $" That is {trouble.Count / (until - since).TotalMinutes:0.#} a minute.")
            : "";
        return $"Its pods run and are ready; only the log shows it.{share}{rate}";
    }

    private static string Question(LogTrouble trouble) => trouble switch
    {
        { Kind: LogTroubleKind.Slower } => "What does it wait for? Compare the time with the answers of what it calls",
        { Kind: LogTroubleKind.Growing } => "What does it keep? Compare the growth with its memory limit, and take a heap dump",
        { Kind: LogTroubleKind.PastErrors } => "What happened at that time? Compare with the events and rollouts of what it calls",
        { Shape: { Host: { } host, Kind: ErrorShapeKind.RateLimited } } => $"Which limit does {Wording.Clip(host, 100)} have, and how often is it called?",
        { Shape.Kind: ErrorShapeKind.PoolExhausted } => "Who holds the connections? Compare the pool's size with the load, and look for queries that take long",
        { Shape.Host: { } peer } => $"What does {Wording.Clip(peer, 100)} say at that time?",
        { Change: not null } => "Take the change back, and see whether the errors end",
        _ => "What changed at the time of the first error?",
    };
}
