using System.Text.RegularExpressions;
using ClusterCode.Diagnosis.Logs.Shapes.Patterns;

namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>Reads the shape of one line, with parameters from the line itself, its fields, and the lines that continue it.</summary>
internal static partial class ShapeReader
{
    /// <summary>What follows in a longer line is not read: no error is told that late, and hostile lines cost time.</summary>
    private const int LongestLine = 2000;

    /// <summary>Lines below an error in which a client goes on about the peer: libpq's question, the fields of a Node.js error.</summary>
    private const int Continuation = 9;

    /// <summary>How often the words of a rule are looked at on one line.</summary>
    private const int MostMatches = 3;

    /// <summary>The shape of the line; null where it has none.</summary>
    public static ErrorShape? ReadAt(IReadOnlyList<string> lines, int index)
    {
        try
        {
            return Find(lines, index);
        }
        catch (RegexMatchTimeoutException)
        {
            // A line made to take long tells nothing.
            return null;
        }
    }

    private static ErrorShape? Find(IReadOnlyList<string> lines, int index)
    {
        var raw = lines[index].Length <= LongestLine ? lines[index] : lines[index][..LongestLine];
        if (!MayTell().IsMatch(raw))
        {
            return null;
        }

        var line = LogLine.Parse(raw);
        var text = Plain(line.Text);
        if (text.Length == 0 || LoadPatterns.AccessLog().IsMatch(text) || Noise().IsMatch(text))
        {
            return null;
        }

        if (line.Level != LogLevel.Info && ErrorListing.ReadAt(lines, index) is { } listed)
        {
            return new ErrorShape(listed.Kind, raw.Trim(), index) { Name = listed.Name, Time = LogTime.Of(raw) };
        }

        foreach (var rule in ShapeRules.All)
        {
            if (rule.OnErrorsOnly && line.Level is LogLevel.Info or LogLevel.Warning)
            {
                continue;
            }

            var match = rule.Pattern.Match(text);
            if (match.Success && Read(rule, match, text, lines, index) is { } shape && (line.Level != LogLevel.Info || IsCertain(shape)))
            {
                return shape with { Line = raw.Trim(), Time = LogTime.Of(raw) };
            }
        }

        return null;
    }

    /// <summary>What a line of level info says counts only where it names the peer or the request: many lines inform about settings in such words.</summary>
    private static bool IsCertain(ErrorShape shape) =>
        shape.Denied is not null || (shape.Host is not null && shape.Kind is ErrorShapeKind.ConnectionRefused or ErrorShapeKind.NoSuchHost or ErrorShapeKind.Unreachable or ErrorShapeKind.Timeout);

    // Quotes inside of quotes carry backslashes.
    private static string Plain(string text) => text.Contains('\\', StringComparison.Ordinal) ? EscapedBreak().Replace(EscapedQuote().Replace(text, "\""), " ") : text;

    private static ErrorShape? Read(ShapeRule rule, Match match, string text, IReadOnlyList<string> lines, int index)
    {
        var shape = new ErrorShape(rule.Kind, text, index)
        {
            Name = Value(match, "name"),
            User = Value(match, "user"),
            Path = Value(match, "path")?.TrimEnd('.', ',', ':', ';'),
            Host = Value(match, "host") is { } host ? PeerReader.Clean(host) : null,
            Port = PeerReader.PortOf(match),
        };
        if (rule.Kind == ErrorShapeKind.ApiForbidden)
        {
            return shape with { Path = null, Denied = new DeniedApiRequest(shape.User ?? "", Value(match, "verb") ?? "", Value(match, "resource") ?? shape.Path ?? "", match.Groups["group"].Value, Value(match, "ns")) };
        }

        return rule.About switch
        {
            ShapeSubject.Peer => Named(WithPeer(shape, text, match.Index, lines, index), lines, index),
            ShapeSubject.File => WithFile(shape, text, lines, index),
            ShapeSubject.Path => WithPath(shape, text),
            ShapeSubject.OwnPort => shape with { Port = shape.Port ?? OwnPort(text) },
            _ => shape,
        };
    }

    private static ErrorShape WithPeer(ErrorShape shape, string text, int marker, IReadOnlyList<string> lines, int index)
    {
        if (shape.Host is not null)
        {
            // The name that does not resolve stands in the words; its port may stand in the URL.
            var told = shape.Port is null ? PeerReader.Read(text, marker) : default;
            return told.Host == shape.Host ? shape with { Port = told.Port } : shape;
        }

        var (host, port) = PeerReader.Read(text, marker);
        if (host is null)
        {
            (host, port) = PeerReader.Read(Plain(lines[index].Length <= LongestLine ? lines[index] : lines[index][..LongestLine]), 0);
        }

        if (host is null && index + 1 < lines.Count)
        {
            var below = string.Join(' ', lines.Skip(index + 1).Take(Continuation).TakeWhile(Continues).Select(line => line.Trim()));
            (host, port) = below.Length is 0 or > LongestLine ? default : PeerReader.Read($"{text} {below}", 0);
        }

        return shape with { Host = host, Port = port };
    }

    // The innermost error tells an address or nothing; the errors around it, or the fields below it, tell the name.
    private static ErrorShape Named(ErrorShape shape, IReadOnlyList<string> lines, int index)
    {
        if (shape.Host is { } known && !PeerReader.IsAddress(known))
        {
            return shape;
        }

        foreach (var outer in ErrorChain.Outer(lines, index).Where(line => line.Length <= LongestLine))
        {
            if (PeerReader.Read(outer, 0) is { Host: { } host } peer && (shape.Host is null || (!PeerReader.IsAddress(host) && (peer.Port == shape.Port || peer.Port is null))))
            {
                return shape with { Host = host, Port = peer.Port ?? shape.Port };
            }
        }

        return shape;
    }

    // What was parsed, and a line in it: on the line, in the line below, or in the links and frames above.
    private static ErrorShape WithFile(ErrorShape shape, string text, IReadOnlyList<string> lines, int index)
    {
        if (shape.Path is not null)
        {
            return shape;
        }

        var around = lines.Skip(index + 1).Take(1).Where(line => line.Length > 0 && char.IsWhiteSpace(line[0])).Concat(ErrorChain.Outer(lines, index))
            .Concat(lines.Take(index).TakeLast(4).Reverse().Where(line => SystemPatterns.ParsedFrame().IsMatch(line)));
        foreach (var candidate in around.Where(line => line.Length <= LongestLine && !SystemPatterns.LibraryFrame().IsMatch(line)).Prepend(text))
        {
            if (SystemPatterns.ParsedPath().Match(candidate) is { Success: true } path)
            {
                return shape with { Path = path.Groups["path"].Value.TrimEnd('.', ',', ':', ';') };
            }
        }

        return shape;
    }

    // Indented lines that are no frames of a stack trace, and libpq's last words.
    private static bool Continues(string line) =>
        line.Length > 1 && (char.IsWhiteSpace(line[0]) || line.StartsWith("TCP/IP", StringComparison.Ordinal)) && !line.AsSpan().TrimStart().StartsWith("at ") && !line.AsSpan().TrimStart().StartsWith("File ");

    private static ErrorShape? WithPath(ErrorShape shape, string text)
    {
        if (shape.Kind == ErrorShapeKind.PermissionDenied && shape.Path is null && SystemPatterns.Bind().Match(text) is { Success: true } bind)
        {
            return shape with { Port = PeerReader.PortOf(bind) };
        }

        if (shape.Path is not null)
        {
            return shape;
        }

        var path = SystemPatterns.Path().Match(text) is { Success: true } absolute ? absolute
            : SystemPatterns.QuotedPath().Match(text) is { Success: true } quoted ? quoted : null;
        return path is null ? shape : shape with { Path = path.Groups["path"].Value.TrimEnd('.', ',', ':', ';') };
    }

    private static int? OwnPort(string text) => SystemPatterns.OwnPort().Match(SystemPatterns.Clock().Replace(text, "")) is { Success: true } match ? PeerReader.PortOf(match) : null;

    // The words that name it may stand behind the first that match, as in "TopicAuthorizationException: Not authorized to access topics: [orders]".
    private static string? Value(Match match, string group)
    {
        for (var (at, tries) = (match, 0); at.Success && tries < MostMatches; (at, tries) = (at.NextMatch(), tries + 1))
        {
            if (at.Groups[group] is { Success: true, Length: > 0 } found)
            {
                return found.Value;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\\+""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex EscapedQuote();

    // Breaks of lines that a logger escaped, between sentences and items; elsewhere a backslash parts names.
    [GeneratedRegex("""(?<=[:;.,\s"`])(?:\\[nt])+""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex EscapedBreak();

    // Lines that use the words of errors and report none: settings, counts, what a client does about its own pace, what is well again.
    [GeneratedRegex("""^(?:ok|PASS(?:ED)?|✓|✔|√)\b? |TLS handshake error from \S{1,60} EOF|due to client-side throttling|connection pool is full, discarding|\b(?:0|no|zero|without(?: any)?) (?:errors?|failures?|timeouts?|warnings?|issues?|deadlocks?)\b|(?:^|[\s{,])"?(?:timeouts?|errors?|failures?|retries|refused|deadlocks?)"?\s?[:=]\s?"?(?:0|nil|<nil>|null|none|false|\[\])(?=$|[\s,}"])|\b(?:recovered|reconnected|succeeded|successfully)\b|will (?:retry|be retried) (?:on|if)\b|\bno longer\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Noise();

    // One quick look for all: no rule matches a line without one of these.
    [GeneratedRegex("""err|fail|fatal|exce|refus|denie|forbid|unauth|invalid|miss|no\w? |n't|n’t|not|unable|unknown|unrec|undef|unexp|time|reset|closed|lost|hang|pipe|EOF|TLS|SSL|cert|handshake|memory|full|space|read[- ]?only|in use|syntax|parse|required|must|need|please|deadlock|lock|pool|limit|too many|\b[45]\d\d\b|denied|credential|AADSTS|SASL|x509|migrat|bad|host|route|unreach|cannot|malformed|http|panic|kill|authori|protocol|ORA-|reply|throttl|slow|busy|serializ|allocat|AUTH|WRONGPASS|NOPERM|EOF|E[A-Z]{4,}|emerg|expected|disconnect|upstream|backend""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex MayTell();
}
