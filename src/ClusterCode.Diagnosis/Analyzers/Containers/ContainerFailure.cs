using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>One container that dies or cannot start, with all that its judges look at.</summary>
internal sealed record ContainerFailure(CaseFile File, WorkloadFacts Workload, PodFacts Pod, ContainerFacts Container)
{
    /// <summary>The longest line of a log that is matched against patterns; logs are untrusted, and matching must stay cheap.</summary>
    private const int LongestMatchedLine = 500;

    /// <summary>A line of JSON holds its message behind much else.</summary>
    private const int LongestJsonLine = GatheringLimits.LogLineBytes;

    /// <summary>How the last run ended; null where it never began.</summary>
    public V1ContainerStateTerminated? Termination => Container.LastTermination;

    /// <summary>Why it waits; null where it does not.</summary>
    public V1ContainerStateWaiting? Waiting => Container.Waiting();

    /// <summary>The exit code of the last run; null where it never began.</summary>
    public int? ExitCode => Termination?.ExitCode;

    /// <summary>
    /// The log of the run that failed. Where that cannot be had (runtimes drop the previous one when they start the next),
    /// the current log of a container that does not run at the moment is the same run's.
    /// </summary>
    public LogExcerpt? Log => Container switch
    {
        { FailedRunLog: { Problem: null, IsSilent: false } failed } => failed,
        { CurrentLog: { Problem: null } current } when !Container.IsRunning() && (Container.FailedRunLog is not { Problem: null } || !current.IsSilent) => current,
        { FailedRunLog: { } failed } => failed,
        _ => Container.IsRunning() ? null : Container.CurrentLog,
    };

    /// <summary>What was read of what the failed run said: its log, or where that says nothing, its termination message. Indentation is kept, which stack traces need.</summary>
    public IReadOnlyList<string> RawLines
    {
        get
        {
            IEnumerable<string> lines = Log is { Problem: null, IsSilent: false } log ? log.Lines
                : IsStartError ? []
                : (Termination?.Message ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. lines.Select(Bounded)];
        }
    }

    /// <summary><see cref="RawLines"/> without blank ones, each trimmed, for matching.</summary>
    public IReadOnlyList<string> Lines => [.. RawLines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Trim())];

    /// <summary>
    /// The lines of <see cref="Lines"/> that may tell of the end: a process that marks its errors as such does not die of what it only warns of or mentions.
    /// </summary>
    public IReadOnlyList<string> TellingLines
    {
        get
        {
            var lines = Lines.Select(line => (Text: line, LogLine.Parse(line).Level)).ToList();
            return lines.Any(line => line.Level >= LogLevel.Error)
                ? [.. lines.Where(line => line.Level is not (LogLevel.Info or LogLevel.Warning)).Select(line => line.Text)]
                : [.. lines.Select(line => line.Text)];
        }
    }

    /// <summary>True where the runtime could not start the process at all; the termination message is then the runtime's.</summary>
    public bool IsStartError => Termination?.Reason is "StartError" or "ContainerCannotRun";

    /// <summary>Such as <c> 2 s after each start</c>, with a blank before; empty where it is not known.</summary>
    public string AfterStart => Termination?.Lasted() is { } lasted
        ? $" {Wording.Duration(lasted)} after {(Container.Status?.RestartCount > 0 ? "each start" : "its start")}"
        : "";

    /// <summary>Critical, or a warning where the container has run well for a while since.</summary>
    public Severity Severity => Container.HasRecovered(File.Now) ? Severity.Warning : Severity.Critical;

    /// <summary>The state that shows the failure: the termination, or the waiting state.</summary>
    public IEnumerable<EvidenceDraft> StateEvidence()
    {
        if (Termination is { } terminated)
            yield return Cite.Termination(Pod, Container, terminated);
        if (Waiting is { } waiting && (Termination is null || waiting.Reason != "CrashLoopBackOff"))
            yield return Cite.Waiting(Pod, Container, waiting);
    }

    /// <summary>The line of the log with its neighbours before it; the termination message where that is what was matched.</summary>
    public EvidenceDraft? LogEvidence(string line)
    {
        if (Log is not { Problem: null } log)
            return null;
        var at = log.Lines.Select((text, index) => (text, index)).LastOrDefault(item => Cut(item.text) == line, (text: "", index: -1)).index;
        return at < 0 ? null : Cite.Log(log, log.Lines.Take(at + 1).TakeLast(Cite.MostLogLines / 2));
    }

    /// <summary>A finding about this container; the workload is at fault unless <paramref name="resource"/> says otherwise.</summary>
    /// <param name="category">The category.</param>
    /// <param name="confidence">How it is proved.</param>
    /// <param name="title">One sentence.</param>
    /// <param name="evidence">What shows it; nulls are left out, and the container's state is added.</param>
    /// <param name="says">What identifies this failure beyond its category, not yet normalised.</param>
    /// <param name="resource">The object at fault.</param>
    public FindingDraft Finding(
        string category, Confidence confidence, string title, IEnumerable<EvidenceDraft?> evidence, string? says = null, ResourceReference? resource = null)
    {
        List<EvidenceDraft> drafts = [.. evidence.OfType<EvidenceDraft>(), .. StateEvidence()];
        if (drafts.Count == 0)
            drafts.Add(new EvidenceDraft(EvidenceKind.Spec, $"pod/{Pod.Name} spec.containers[{Container.Name}]", $"image={Container.Spec.Image}"));
        return new FindingDraft
        {
            Category = category,
            Severity = Severity,
            Confidence = confidence,
            Title = title,
            Resource = resource ?? Workload.Reference,
            Pod = Pod.Name,
            Container = Container.Name,
            NormalizedMessage = says is null ? null : LogDigest.Normalize(says),
            Evidence = [.. drafts.Distinct()],
        };
    }

    private static string Cut(string line) => Bounded(line).Trim();

    private static string Bounded(string line)
    {
        var longest = line.StartsWith('{') ? LongestJsonLine : LongestMatchedLine;
        return line.Length <= longest ? line : line[..longest];
    }
}
