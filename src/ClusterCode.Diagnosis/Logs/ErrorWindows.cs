namespace ClusterCode.Diagnosis.Logs;

/// <summary>
/// Goes through a log of any length and keeps a bounded number of lines: those around errors, of which each kind is kept once, when it comes first.
/// </summary>
internal sealed class ErrorWindows
{
    /// <summary>Lines that are kept before an error, and behind it.</summary>
    private const int Before = 2, Behind = 12;

    /// <summary>Lines that are kept at most.</summary>
    private const int MostLines = 150;

    /// <summary>Kinds of errors that are told apart at most.</summary>
    private const int MostKinds = 200;

    private readonly Queue<string> _before = new(Before);
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _lines = [];
    private int _behind;

    /// <summary>What was kept, in the order of the log.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The next line of the log.</summary>
    public void Add(string line)
    {
        if (_lines.Count < MostLines && _kinds.Count < MostKinds && IsNewError(line))
        {
            _lines.AddRange(_before);
            _before.Clear();
            _lines.Add(line);
            _behind = Behind;
            return;
        }

        if (_behind > 0 && _lines.Count < MostLines)
        {
            _lines.Add(line);
            _behind--;
            return;
        }

        if (_before.Count == Before)
        {
            _before.Dequeue();
        }

        _before.Enqueue(line);
    }

    private bool IsNewError(string line)
    {
        // One quick look spares most lines of a long log all others.
        if (line.Length == 0 || !LogPatterns.Failure().IsMatch(line) || LogPatterns.NoFailure().IsMatch(line))
        {
            return false;
        }

        var parsed = LogLine.Parse(line);
        return (parsed.Level >= LogLevel.Error || (parsed.Level == LogLevel.None && LogPatterns.LeadsWithFailure().IsMatch(parsed.Text)))
            && _kinds.Add(LogNormalizer.Normalize(parsed.Text));
    }
}
