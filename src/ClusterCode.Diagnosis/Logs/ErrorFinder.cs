using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.Logs.StackTraces;

namespace ClusterCode.Diagnosis.Logs;

/// <summary>Finds the lines of a failed run that say why it failed.</summary>
internal static class ErrorFinder
{
    /// <summary>What ends a process stands near the end of its log: candidates above the last so many lines count only where there is none below.</summary>
    private const int Window = 60;

    /// <summary>The most lines of a block; of a longer stack trace the middle is left out.</summary>
    private const int MaxLines = 60;

    /// <summary>How far from each other the lines of one error stand.</summary>
    private const int SameError = 6;

    /// <summary>The most neighbouring error lines that are taken along with the one that was picked.</summary>
    private const int Neighbours = 4;

    /// <summary>A banner has so many lines of decoration above its statement.</summary>
    private const int BannerLines = 12;

    public static ErrorBlock? Find(IReadOnlyList<string> lines)
    {
        var candidates = Candidates(lines);
        if (candidates.Count == 0)
        {
            return null;
        }

        var near = Near(candidates, lines.Count);
        var best = (near.Count > 0 ? near : candidates).Aggregate((a, b) => b.Strength >= a.Strength ? b : a);
        if (best is { Trace: null, IsKnown: false, Strength: < Strength.TellingFatal } vague
            && near.LastOrDefault(c => c.IsKnown && c.Strength >= Strength.TellingError && c.Start < vague.Start && c.Start >= vague.Start - SameError) is { IsKnown: true } known)
        {
            // Of an error that is told in several lines, the one that names a known fact says more than the last.
            best = known;
        }

        return best.Trace is { } trace
            ? new ErrorBlock(Bounded(lines, best.Start, best.End), trace.Message, best.Start, trace.Location)
            : AroundLine(lines, candidates, best);
    }

    /// <summary>Whether the end of a log only warns, and nothing in these lines says that the process gave up.</summary>
    public static bool OnlyWarns(IReadOnlyList<string> lines)
    {
        var candidates = Candidates(lines);
        return OnlyWarn(AtEnd(candidates, lines.Count)) && !candidates.Any(IsFatal);
    }

    /// <summary>Whether lines say that the process gave up: a fatal one, or a stack trace.</summary>
    public static bool TellsEnd(IReadOnlyList<string> lines) => Candidates(lines).Any(IsFatal);

    /// <summary>The lines of a stack trace, with its middle left out where it is very long.</summary>
    public static IReadOnlyList<string> Bounded(IReadOnlyList<string> lines, int start, int end)
    {
        var block = lines.Skip(start).Take(end - start).Select(l => l.TrimEnd()).ToList();
        while (block.Count > 1 && block[^1].Length == 0)
        {
            block.RemoveAt(block.Count - 1);
        }

        return block.Count <= MaxLines
            ? block
            : [.. block.Take(MaxLines / 2), $"… {block.Count - MaxLines + 1} lines …", .. block.TakeLast((MaxLines / 2) - 1)];
    }

    // Runtimes copy stdout and stderr side by side: what a process said last of all may stand above much that it printed before. A warning at the end does not hide it.
    private static List<Candidate> Near(List<Candidate> candidates, int lines)
    {
        var near = AtEnd(candidates, lines);
        return OnlyWarn(near) && candidates.Any(IsFatal) ? candidates : near;
    }

    private static List<Candidate> AtEnd(List<Candidate> candidates, int lines) => [.. candidates.Where(c => c.End > lines - Window)];

    private static bool OnlyWarn(List<Candidate> candidates) => candidates.Count > 0 && candidates.All(c => c.Strength <= Strength.Warning);

    private static bool IsFatal(Candidate candidate) => candidate.Trace is not null || candidate is { Line.Level: LogLevel.Fatal, Strength: > Strength.Warning };

    private static List<Candidate> Candidates(IReadOnlyList<string> lines)
    {
        var found = new List<Candidate>();
        for (var i = 0; i < lines.Count;)
        {
            if (StackTraceReader.ReadAt(lines, i) is { } trace)
            {
                found.Add(new Candidate(i, trace.End, Strength.StackTrace, default, trace));
                i = trace.End;
                continue;
            }

            var line = LogLine.Parse(lines[i]);
            if (line.Level >= LogLevel.Error && LogLine.IsBare(lines[i]) && StatementBelow(lines, i) is { } statement)
            {
                found.Add(new Candidate(statement, statement + 1, Strength.TellingFatal, new LogLine(line.Level, lines[statement].Trim(), null), null));
                i = statement + 1;
                continue;
            }

            var isKnown = line.Level is not (LogLevel.Info or LogLevel.Warning) && ShapeReader.ReadAt(lines, i) is not null;
            if ((StrengthOf(line) ?? (isKnown ? Strength.Words : null)) is { } strength)
            {
                found.Add(new Candidate(i, i + 1, isKnown && strength is Strength.Farewell or Strength.Words or Strength.Error ? Strength.TellingError : strength, line, null) { IsKnown = isKnown });
            }

            i++;
        }

        return found;
    }

    // A line that has a level and no words is the heading of a block: what is said stands below its title and labels.
    private static int? StatementBelow(IReadOnlyList<string> lines, int heading)
    {
        for (var i = heading + 1; i < lines.Count && i <= heading + BannerLines; i++)
        {
            var text = lines[i].AsSpan().Trim();
            if (text.ContainsAnyInRange('a', 'z') && !text.EndsWith(":"))
            {
                return LogLine.Parse(lines[i]).Level == LogLevel.None ? i : null;
            }

            // A title ends with a colon, too; a sentence that does goes on below.
            if (text.EndsWith(":") && text.Contains(' '))
            {
                return LogLine.Parse(lines[i]).Level == LogLevel.None ? i : null;
            }
        }

        return null;
    }

    private static Strength? StrengthOf(LogLine line)
    {
        if (line.Text.Length == 0 || LogPatterns.NoFailure().IsMatch(line.Text))
        {
            return null;
        }

        if (LogPatterns.Farewell().IsMatch(line.Text))
        {
            return LogPatterns.Failure().IsMatch(line.Text) || line.Level >= LogLevel.Error ? Strength.Farewell : null;
        }

        var tellsWhat = LogPatterns.TellsWhat().IsMatch(line.Text);
        return line.Level switch
        {
            LogLevel.Fatal => tellsWhat ? Strength.TellingFatal : Strength.Error,
            LogLevel.Error => tellsWhat ? Strength.TellingError : Strength.Error,
            LogLevel.Warning => Strength.Warning,
            LogLevel.None when LogPatterns.LeadsWithFailure().IsMatch(line.Text) => tellsWhat ? Strength.TellingError : Strength.Error,
            LogLevel.None when LogPatterns.Failure().IsMatch(line.Text) => Strength.Words,
            _ => null,
        };
    }

    // Errors are often told in several lines; the neighbours above and the indented ones below belong to it.
    private static ErrorBlock AroundLine(IReadOnlyList<string> lines, List<Candidate> candidates, Candidate best)
    {
        var starts = candidates.Where(c => c.Trace is null && c.Strength > Strength.Warning).Select(c => c.Start).ToHashSet();
        var (first, last) = (best.Start, best.End);
        while (first > 0 && best.Start - first < Neighbours && starts.Contains(first - 1))
        {
            first--;
        }

        while (last < lines.Count && last - best.End < Neighbours && lines[last].Length > 0
            && (char.IsWhiteSpace(lines[last][0]) || starts.Contains(last)))
        {
            last++;
        }

        var block = lines.Skip(first).Take(last - first).Select(l => l.TrimEnd()).ToList();
        return new ErrorBlock(block, Continued(lines, best), best.Start, best.Line.Location);
    }

    // A message that ends with a colon goes on in the indented lines below it.
    private static string Continued(IReadOnlyList<string> lines, Candidate best)
    {
        if (lines.Skip(best.End).SkipWhile(string.IsNullOrWhiteSpace).Take(1).Any(line => line.Trim() == "Caused by:"))
        {
            // Rust's anyhow and eyre: the innermost cause comes last.
            var causes = lines.Skip(best.End).SkipWhile(line => line.Trim() is "" or "Caused by:").TakeWhile(line => line.Length > 0 && char.IsWhiteSpace(line[0])).Take(MaxLines).ToList();
            return causes.Count == 0 ? best.Line.Text : $"{best.Line.Text}: {causes[^1].Trim().TrimStart("0123456789:".ToCharArray()).Trim()}";
        }

        if (!best.Line.Text.EndsWith(':'))
        {
            return best.Line.Text;
        }

        var below = lines.Skip(best.End).SkipWhile(string.IsNullOrWhiteSpace).TakeWhile(line => line.Length > 0 && char.IsWhiteSpace(line[0])).Take(Neighbours).Select(line => line.Trim());
        return $"{best.Line.Text} {string.Join(", ", below)}".TrimEnd();
    }

    private enum Strength
    {
        Farewell,
        Warning,
        Words,
        Error,
        TellingError,
        TellingFatal,
        StackTrace,
    }

    private readonly record struct Candidate(int Start, int End, Strength Strength, LogLine Line, StackTrace? Trace)
    {
        /// <summary>True for a line that states an error of a known shape.</summary>
        public bool IsKnown { get; init; }
    }
}
