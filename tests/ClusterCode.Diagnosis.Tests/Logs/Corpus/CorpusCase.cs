using System.Globalization;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.Logs.Troubles;

namespace ClusterCode.Diagnosis.Tests.Logs.Corpus;

/// <summary>
/// A log as an application prints it, with what must be read from it. In the files: <c>=== name: expectation</c>, then optionally <c>tell:</c> (words of the error that
/// is picked) and <c>at:</c> (its place), then the log; a line <c>@name</c> stands for a start-up of noise.txt. Expectation: <c>harmless</c>, <c>none-shape</c>
/// (an error of no known kind), or kinds (<c>A|B</c>: either is right) and parameters as host, <c>:port</c>, <c>path=</c>, <c>name=</c>, <c>user=</c>.
/// </summary>
public sealed record CorpusCase(string Name, string Expectation, string? Tell, string? At, IReadOnlyList<string> Lines)
{
    /// <summary>Kinds that blame a peer; an error that is none of the network's must not be read as one.</summary>
    private static readonly HashSet<ErrorShapeKind> OfPeers =
    [
        ErrorShapeKind.ConnectionRefused, ErrorShapeKind.ConnectionReset, ErrorShapeKind.NoSuchHost, ErrorShapeKind.Timeout, ErrorShapeKind.Unreachable,
        ErrorShapeKind.TlsFailure, ErrorShapeKind.ProtocolMismatch, ErrorShapeKind.AuthenticationFailed, ErrorShapeKind.AccessDenied, ErrorShapeKind.ServerError,
    ];

    /// <summary>All cases of a folder.</summary>
    public static IReadOnlyList<CorpusCase> Read(string folder)
    {
        var noise = Sections(Path.Combine(folder, "noise.txt")).ToDictionary(section => section.Head, section => section.Lines);
        return [.. Directory.EnumerateFiles(folder, "*.txt").Where(file => Path.GetFileName(file) != "noise.txt").Order(StringComparer.Ordinal)
            .SelectMany(file => Sections(file).Select(section => Of(Path.GetFileNameWithoutExtension(file), section.Head, section.Lines, noise)))];
    }

    /// <summary>What is read wrongly; empty where all is right.</summary>
    public IEnumerable<string> Misses()
    {
        if (Expectation == "harmless")
        {
            if (LogTroubles.Find(Lines) is { } trouble)
            {
                yield return $"a trouble is seen: {trouble.Kind} {trouble.Message}";
            }

            yield break;
        }

        var error = LogDigest.FindError(Lines);
        var shapes = ErrorShapes.Find(Lines);
        if (Tell is not null && !(error?.Message.Contains(Tell, StringComparison.Ordinal) ?? false))
        {
            yield return $"the error is not told: {error?.Message ?? "nothing"}";
        }

        if (At is not null && error?.Location?.Contains(At, StringComparison.Ordinal) != true)
        {
            yield return $"the place is not named: {error?.Location ?? "none"}";
        }

        if (error is null)
        {
            yield return "no error is found";
        }

        var (kinds, parameters) = Wanted();
        if (!shapes.Any(shape => kinds.Contains(shape.Kind.ToString()) && parameters.All(parameter => Fits(shape, parameter))) && !kinds.Contains("none-shape"))
        {
            yield return $"not read as {Expectation}, but as: {string.Join(" · ", shapes.Select(Text))}";
        }

        if (!kinds.Any(kind => OfPeers.Any(peer => peer.ToString() == kind)) && shapes.Where(shape => OfPeers.Contains(shape.Kind) && !kinds.Contains(shape.Kind.ToString())).Select(Text).FirstOrDefault() is { } blamed)
        {
            yield return $"a peer is blamed: {blamed}";
        }
    }

    /// <inheritdoc />
    public override string ToString() => Name;

    private (string[] Kinds, string[] Parameters) Wanted()
    {
        var words = Expectation.Split(' ');
        return (words[0].Split('|'), words[1..]);
    }

    private static bool Fits(ErrorShape shape, string parameter) => parameter switch
    {
        _ when parameter.StartsWith(':') => shape.Port?.ToString(CultureInfo.InvariantCulture) == parameter[1..],
        _ when parameter.StartsWith("path=", StringComparison.Ordinal) => Any(parameter, shape.Path),
        _ when parameter.StartsWith("name=", StringComparison.Ordinal) => Any(parameter, shape.Name),
        _ when parameter.StartsWith("user=", StringComparison.Ordinal) => Any(parameter, shape.User),
        _ => shape.Host == parameter,
    };

    private static bool Any(string parameter, string? value) => parameter[5..].Split('|').Contains(value);

    private static string Text(ErrorShape shape) =>
        string.Join(' ', new[] { shape.Kind.ToString(), shape.Host, shape.Port is { } port ? $":{port}" : null, shape.Path is null ? null : $"path={shape.Path}", shape.Name is null ? null : $"name={shape.Name}", shape.User is null ? null : $"user={shape.User}" }.OfType<string>());

    private static CorpusCase Of(string file, string head, List<string> lines, Dictionary<string, List<string>> noise)
    {
        var colon = head.IndexOf(": ", StringComparison.Ordinal);
        string? tell = null, at = null;
        var log = new List<string>();
        foreach (var line in lines)
        {
            if (log.Count == 0 && line.StartsWith("tell: ", StringComparison.Ordinal))
            {
                tell = line[6..];
            }
            else if (log.Count == 0 && line.StartsWith("at: ", StringComparison.Ordinal))
            {
                at = line[4..];
            }
            else
            {
                log.AddRange(line.StartsWith('@') && noise.TryGetValue(line[1..], out var start) ? start : [line]);
            }
        }

        return new CorpusCase($"{file}/{head[..colon]}", head[(colon + 2)..], tell, at, log);
    }

    private static IEnumerable<(string Head, List<string> Lines)> Sections(string file)
    {
        (string Head, List<string> Lines)? section = null;
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith("=== ", StringComparison.Ordinal))
            {
                if (section is { } done)
                {
                    yield return done;
                }

                section = (line[4..], []);
            }
            else
            {
                section?.Lines.Add(line);
            }
        }

        if (section is { } last)
        {
            yield return last;
        }
    }
}
