using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Logs.Troubles;

/// <summary>What is wrong by the log of a process that runs.</summary>
/// <param name="Kind">How it shows.</param>
/// <param name="Message">What it says, the last time.</param>
/// <param name="Lines">The lines that prove it.</param>
internal sealed record LogTrouble(LogTroubleKind Kind, string Message, IReadOnlyList<string> Lines)
{
    /// <summary>How often it was said.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Errors of all kinds in the log.</summary>
    public int Errors { get; init; }

    /// <summary>All that the log says.</summary>
    public int Entries { get; init; }

    /// <summary>When it was said first.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it was said last.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How long the log had gone without it before.</summary>
    public TimeSpan? QuietBefore { get; init; }

    /// <summary>What kind of error it is, where that is known.</summary>
    public ErrorShape? Shape { get; init; }

    /// <summary>Where in the code, where the log says.</summary>
    public string? Location { get; init; }

    /// <summary>A line shortly before the first error that tells of a change: a reload, a new configuration, a new version.</summary>
    public string? Change { get; init; }
}
