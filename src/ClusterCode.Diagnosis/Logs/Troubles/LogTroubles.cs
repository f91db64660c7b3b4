using System.Text.RegularExpressions;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Logs.Troubles;

/// <summary>Tells errors that matter from the noise of a process that works.</summary>
internal static partial class LogTroubles
{
    /// <summary>Errors of one kind from which on they are no accident.</summary>
    private const int Repeated = 3;

    /// <summary>Errors of one kind that count although the process has recovered from them.</summary>
    private const int Outage = 5;

    /// <summary>A process that says so much more for an hour without the error has got over a pool that was empty; what is missing stays missing.</summary>
    private const int LongPast = 30;

    /// <summary>Errors lasted up to now where the log goes on for no more than this share of its entries behind the last of them.</summary>
    private const double StillGoing = 0.25;

    /// <summary>Lines before the first error in which a change that leads to it is told.</summary>
    private const int ChangeBefore = 15;

    /// <summary>Errors that do not pass by themselves: one of them is enough.</summary>
    private static readonly HashSet<ErrorShapeKind> Standing =
    [
        ErrorShapeKind.OutOfMemory, ErrorShapeKind.DiskFull, ErrorShapeKind.ReadOnlyFileSystem, ErrorShapeKind.ApiForbidden, ErrorShapeKind.CloudDenied,
        ErrorShapeKind.CertificateExpired, ErrorShapeKind.CertificateUntrusted, ErrorShapeKind.CertificateNameMismatch, ErrorShapeKind.MissingTable, ErrorShapeKind.Migration,
        ErrorShapeKind.PoolExhausted, ErrorShapeKind.MissingVariable, ErrorShapeKind.MissingModule,
    ];

    /// <summary>Kinds that make a warning count: clients warn of them as often as they call them errors.</summary>
    private static readonly HashSet<ErrorShapeKind> TellingWarnings =
    [
        ErrorShapeKind.ConnectionRefused, ErrorShapeKind.NoSuchHost, ErrorShapeKind.Unreachable, ErrorShapeKind.Timeout, ErrorShapeKind.RateLimited, ErrorShapeKind.PoolExhausted,
        ErrorShapeKind.TooManyConnections, ErrorShapeKind.AuthenticationFailed, ErrorShapeKind.ApiForbidden, ErrorShapeKind.CertificateExpired, ErrorShapeKind.CertificateUntrusted,
        ErrorShapeKind.DiskFull, ErrorShapeKind.OutOfMemory,
    ];

    /// <summary>The worst of what the log shows; null where it shows nothing but the noise of a process that works.</summary>
    public static LogTrouble? Find(IReadOnlyList<string> lines)
    {
        var entries = LogEntry.Read(lines);
        var errors = entries.Where(IsError).ToList();
        return OfErrors(lines, entries, errors) ?? LogTrends.Find(lines, entries);
    }

    private static LogTrouble? OfErrors(IReadOnlyList<string> lines, IReadOnlyList<LogEntry> entries, List<LogEntry> errors)
    {
        var groups = errors.GroupBy(Key).Select(group => group.ToList()).ToList();
        var found = groups
            .Select(group => (Group: group, Kind: Judge(entries, group)))
            .Where(pair => pair.Kind is not null)
            .OrderBy(pair => pair.Kind == LogTroubleKind.PastErrors ? 1 : 0)
            .ThenByDescending(pair => Weight(pair.Group))
            .ThenBy(pair => pair.Group[0].Index)
            .ToList();
        if (found.Count == 0)
        {
            return null;
        }

        var (best, kind) = found[0];
        var (first, last) = (best[0], best[^1]);
        return new LogTrouble(kind!.Value, last.Text, Excerpt(lines, first, last))
        {
            Count = best.Count,
            Errors = errors.Count,
            Entries = entries.Count,
            Since = first.Time,
            Until = last.Time,
            QuietBefore = entries.Count > 0 && first.Time - entries[0].Time is { } quiet && quiet > TimeSpan.FromMinutes(1) ? quiet : null,
            Shape = last.Shape ?? best.Select(entry => entry.Shape).LastOrDefault(shape => shape is not null),
            Location = last.Trace?.Location,
            Change = ChangeBeforeFirst(entries, first),
        };
    }

    private static LogTroubleKind? Judge(IReadOnlyList<LogEntry> entries, List<LogEntry> group)
    {
        var last = group[^1];
        var behind = entries.Count(entry => entry.Index > last.Index);
        var recovered = entries.Any(entry => entry.Index > last.Index && Recovery().IsMatch(entry.Text));
        var isLongPast = behind > LongPast && entries[^1].Time - last.Time > TimeSpan.FromHours(1);
        var isStanding = group.Any(entry => entry.Level == LogLevel.Fatal || (entry.Shape is { } shape && Standing.Contains(shape.Kind) && !(isLongPast && shape.Kind == ErrorShapeKind.PoolExhausted)) || BadReload().IsMatch(entry.Text) || Ended().IsMatch(entry.Text));
        if (recovered)
        {
            return group.Count >= Outage ? LogTroubleKind.PastErrors : null;
        }

        if (group.Count >= Repeated && behind <= Math.Max(5, entries.Count * StillGoing))
        {
            return LogTroubleKind.Errors;
        }

        return isStanding ? LogTroubleKind.StandingError : group.Count >= Outage ? LogTroubleKind.PastErrors : null;
    }

    // What names its cause outweighs how often something is said; consequences are said more often than causes.
    private static int Weight(List<LogEntry> group) => Math.Min(group.Count, 50) + (group.Any(entry => entry.Shape is not null) ? 10 : 0) + (group.Any(entry => entry.Shape is { Host: not null } or { Name: not null } or { Path: not null }) ? 20 : 0)
        + (group.Any(entry => entry.Shape is { } shape && Standing.Contains(shape.Kind)) ? 100 : 0);

    private static bool IsError(LogEntry entry) =>
        !LogPatterns.NoFailure().IsMatch(entry.Text)
        && (entry.Level >= LogLevel.Error
            || (entry.Level == LogLevel.None && (entry.Shape is not null || LogPatterns.LeadsWithFailure().IsMatch(entry.Text)))
            || (entry.Level == LogLevel.Info && entry.Shape?.Denied is not null)
            || (entry.Level == LogLevel.Warning && entry.Shape is { } shape && TellingWarnings.Contains(shape.Kind)));

    private static string Key(LogEntry entry) => entry.Shape is { } shape
        ? $"{shape.Kind} {shape.Host} {shape.Path} {shape.Name}"
        : LogNormalizer.Normalize(entry.Text);

    private static string? ChangeBeforeFirst(IReadOnlyList<LogEntry> entries, LogEntry first) =>
        entries.Where(entry => entry.Index < first.Index && entry.Index >= first.Index - ChangeBefore).LastOrDefault(entry => Changed().IsMatch(entry.Text))?.Text;

    private static List<string> Excerpt(IReadOnlyList<string> lines, LogEntry first, LogEntry last)
    {
        List<string> excerpt = [.. ErrorFinder.Bounded(lines, last.Index, last.End).Take(8)];
        return first.Index == last.Index ? excerpt : [lines[first.Index].TrimEnd(), .. excerpt];
    }

    [GeneratedRegex("""\b(?:recovered|reconnected|re-?established|restored|back to normal|healthy again|connection (?:is )?(?:established|up|ok)|connected (?:to|successfully)|(?:retry|attempt \d+|reload) (?:has )?succeeded|succeeded (?:after|on)|resumed|available again|up again|completed loading of config(?:uration)?(?: file)?|config(?:uration)? (?:successfully )?reloaded)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Recovery();

    // One part of a process has given up, and the others do not notice.
    [GeneratedRegex("""\b(?:no (?:more|further)|will not|won['’]t)\b.{0,40}?\b(?:processed|consumed|handled|delivered|retried)\b|\b(?:loop|consumer|worker|thread|listener|scheduler|watcher|subscription)\b.{0,20}?\b(?:has |was )?(?:terminated|died|crashed|exited unexpectedly|stopped unexpectedly)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Ended();

    [GeneratedRegex("""\b(?:re-?load(?:ing)?|config(?:uration)?)\b.{0,80}?\b(?:fail(?:ed|ure)?|invalid|rejected|error|keeping (?:the )?(?:old|previous))\b|\b(?:failed|unable|cannot|could not|error)\b.{0,30}?\b(?:re-?load|apply)(?:ing)?\b.{0,40}?\bconfig""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex BadReload();

    [GeneratedRegex("""\b(?:re-?load(?:ed|ing)?|(?:new|updated|changed|applied|applying) (?:config(?:uration)?|settings?)|config(?:uration)? (?:was )?(?:changed|updated|applied|reloaded)|feature flags?|switch(?:ed|ing) to|deployed|upgrad(?:ed|ing)|rotat(?:ed|ing)|set .{1,40} from .{1,40} to)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Changed();
}
