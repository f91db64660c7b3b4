namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>An error of a known shape, with its parameters as far as the lines tell them.</summary>
/// <param name="Kind">What the line says.</param>
/// <param name="Line">The line that says it.</param>
/// <param name="Index">The line's index in the log.</param>
public sealed record ErrorShape(ErrorShapeKind Kind, string Line, int Index)
{
    /// <summary>The peer's host name or address; of a resolver that does not answer, the name server's.</summary>
    public string? Host { get; init; }

    /// <summary>The peer's, or the process's own, port.</summary>
    public int? Port { get; init; }

    /// <summary>The file or directory.</summary>
    public string? Path { get; init; }

    /// <summary>The variable, setting, module, table, or database; the name that was looked up where a resolver does not answer; the status of a peer's answer.</summary>
    public string? Name { get; init; }

    /// <summary>The user, role or service account that was refused.</summary>
    public string? User { get; init; }

    /// <summary>The request that the Kubernetes API denied; null for other shapes.</summary>
    public DeniedApiRequest? Denied { get; init; }

    /// <summary>When the line was written, where it says; of repeats, the last.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>When the first of the repeats was written, where it says.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How often the same was said.</summary>
    public int Count { get; init; } = 1;
}
