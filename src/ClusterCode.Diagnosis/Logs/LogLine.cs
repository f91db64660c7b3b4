using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs;

/// <summary>One line of a log, told apart into level and message, whatever format the writer uses (plain, klog, logfmt, JSON).</summary>
/// <param name="Level">The level that the line names.</param>
/// <param name="Text">The message without time, level and logger.</param>
/// <param name="Caller">The place in the code that a field of its own names.</param>
internal readonly partial record struct LogLine(LogLevel Level, string Text, string? Caller)
{
    /// <summary>The place in the code that the line names; looked for only where it is asked for.</summary>
    public string? Location => Caller ?? PlaceIn(Text);

    /// <summary>Longer JSON lines are read as plain text; parsing them is not worth it.</summary>
    private const int MaxJsonLength = 16 * 1024;

    private static readonly string[] JsonLevels = ["level", "severity", "lvl", "levelname", "log.level", "@level", "Level", "LogLevel", "@l", "s"];
    private static readonly string[] JsonMessages = ["message", "msg", "@message", "Message", "event", "@m", "@mt"];
    // Rust's tracing
    private static readonly string[] JsonNested = ["fields"];
    private static readonly string[] JsonErrors = ["error", "err", "exception", "Exception", "reason", "error.message", "exception.message", "exc_info", "exc", "@x", "attr"];
    private static readonly string[] JsonStacks = ["stack", "stacktrace", "stack_trace", "exception.stacktrace", "error.stack", "error.stack_trace", "StackTrace"];

    /// <summary>Parts of the paths of frames that are not the application's.</summary>
    private static readonly string[] LibraryParts =
        ["/usr/local/go/", "/usr/lib/", "/go/pkg/mod/", "node_modules/", "node:", "site-packages/", "/gems/", "/vendor/", "/runtime/", "/rustc/"];

    private static readonly string[] JsonCallers = ["caller", "logger.caller", "source"];

    /// <summary>Reads a line.</summary>
    public static LogLine Parse(string raw)
    {
        var line = WithoutRuntimePrefix(raw.Trim());
        if (line.Length is > 1 and <= MaxJsonLength && line[0] == '{' && ((line[^1] == '}' && TryParseJson(line, out var json)) || (CutJson.Close(line) is { } closed && TryParseJson(closed, out json))))
        {
            return json;
        }

        var klog = Klog().Match(line);
        if (klog.Success)
        {
            return new LogLine(LevelOf(klog.Groups["level"].Value), klog.Groups["text"].Value, klog.Groups["at"].Value);
        }

        var logfmt = LogfmtLevel().Match(line);
        return logfmt.Success ? ParseLogfmt(line, logfmt.Groups["level"].Value) : ParsePlain(line);
    }

    /// <summary>True for a line that is nothing but its time, level and logger.</summary>
    public static bool IsBare(string raw) => WithoutRuntimePrefix(raw.Trim()) is { Length: > 0 } line && PlainPrefix().Match(line).Length == line.Length;

    // containerd's and CRI-O's files, and the tools that join several containers' logs, put the runtime's time and stream before what the process wrote.
    private static string WithoutRuntimePrefix(string line) => RuntimePrefix().Match(line) is { Success: true } prefix && prefix.Length < line.Length ? line[prefix.Length..] : line;

    private static LogLine ParsePlain(string line)
    {
        var prefix = PlainPrefix().Match(line);
        var level = LevelOf(prefix.Groups["level"].Value);
        var text = line[prefix.Length..].Trim();
        if (text.Length == 0)
        {
            return new LogLine(level, line, null);
        }

        // "Error connecting to …" is a sentence, and its first word no level.
        var isSentence = prefix.Groups["level"] is { Success: true, Index: 0 } word && char.IsLower(word.ValueSpan[^1]) && prefix.ValueSpan[word.Length..].IsWhiteSpace();
        return new LogLine(level, isSentence ? line : text, null);
    }

    private static LogLine ParseLogfmt(string line, string level)
    {
        var (message, error, caller) = ((string?)null, (string?)null, (string?)null);
        foreach (Match pair in LogfmtPair().Matches(line))
        {
            var value = pair.Groups["quoted"].Success ? Unescaped(pair.Groups["quoted"].Value) : pair.Groups["bare"].Value;
            switch (pair.Groups["key"].Value)
            {
                case "msg" or "message": message = value; break;
                case "err" or "error": error = value; break;
                case "caller" or "source": caller = value; break;
            }
        }

        var text = Join(message, error);
        return text is null ? new LogLine(LevelOf(level), line, caller) : new LogLine(LevelOf(level), text, caller);
    }

    private static string Unescaped(string quoted) => !quoted.Contains('\\', StringComparison.Ordinal) ? quoted
        : quoted.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", " ", StringComparison.Ordinal).Replace("\\t", " ", StringComparison.Ordinal);

    private static bool TryParseJson(string line, out LogLine parsed)
    {
        parsed = default;
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("log", out var wrapped) && wrapped.ValueKind == JsonValueKind.String && document.RootElement.TryGetProperty("stream", out _))
            {
                // Docker's json-file wraps each line.
                parsed = Parse(wrapped.GetString() ?? "");
                return true;
            }

            var text = Join(First(document.RootElement, JsonMessages) ?? First(document.RootElement, JsonNested), First(document.RootElement, JsonErrors));
            if (text is null)
            {
                return false;
            }

            parsed = new LogLine(LevelOf(First(document.RootElement, JsonLevels) ?? ""), text, StackPlace(document.RootElement) ?? First(document.RootElement, JsonCallers));
            return true;
        }
        catch (JsonException)
        {
            // It only looked like JSON; it is read as plain text.
            return false;
        }
    }

    private static string? First(JsonElement root, string[] names)
    {
        foreach (var name in names)
        {
            if (!root.TryGetProperty(name, out var value))
            {
                continue;
            }

            var text = value.ValueKind switch
            {
                JsonValueKind.String => names == JsonStacks ? value.GetString() : Essence(value.GetString() ?? ""),
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.Object => name == "attr" ? Words(value) : First(value, JsonMessages),
                _ => null,
            };
            if (!string.IsNullOrWhiteSpace(text))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Attributes and messages of several lines are read up to this length.</summary>
    private const int MostWords = 1500;

    // Of an error's text of several lines the frames are left out; of a Python traceback the exception is its last line.
    private static string Essence(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines[0].StartsWith("Traceback ", StringComparison.Ordinal))
        {
            return lines[^1].Trim();
        }

        var joined = string.Join(' ', lines.Where(line => !FrameStart().IsMatch(line)).Select(line => line.Trim()));
        return joined.Length <= MostWords ? joined : joined[..MostWords];
    }

    // MongoDB tells what went wrong in the attributes of a line.
    private static string Words(JsonElement value)
    {
        var words = value.ValueKind switch
        {
            JsonValueKind.Object => string.Join(": ", value.EnumerateObject().Select(field => Words(field.Value)).Where(word => word.Length > 0)),
            JsonValueKind.String => value.GetString() ?? "",
            _ => "",
        };
        return words.Length <= MostWords ? words : words[..MostWords];
    }

    // The frames of a stack trace in a field of its own, or in the error's object: the first of the application's.
    private static string? StackPlace(JsonElement root)
    {
        var holders = JsonErrors.Select(name => root.TryGetProperty(name, out var nested) && nested.ValueKind == JsonValueKind.Object ? nested : default)
            .Where(nested => nested.ValueKind == JsonValueKind.Object)
            .Prepend(root);
        var stack = holders.Select(holder => First(holder, JsonStacks)).FirstOrDefault(text => text is not null);
        return stack?.Split('\n').Where(frame => !LibraryParts.Any(part => frame.Contains(part, StringComparison.Ordinal))).Select(PlaceIn).FirstOrDefault(place => place is not null);
    }

    private static string? Join(string? message, string? error) => (message, error) switch
    {
        (null, _) => error,
        (_, null) => message,
        _ when message.Contains(error, StringComparison.Ordinal) => message,
        _ => $"{message}: {error}",
    };

    private static string? PlaceIn(string text)
    {
        var place = Place().Match(text);
        return place.Success ? place.Groups["place"].Value : null;
    }

    // pino and bunyan write numbers: 30 info, 40 warn, 50 error, 60 fatal.
    private static LogLevel LevelOf(string word) => word.ToUpperInvariant() switch
    {
        "F" or "FATAL" or "CRITICAL" or "CRIT" or "PANIC" or "DPANIC" or "ALERT" or "EMERG" or "EMERGENCY" or "60" => LogLevel.Fatal,
        "E" or "ERROR" or "ERR" or "SEVERE" or "FAIL" or "50" => LogLevel.Error,
        "W" or "WARN" or "WARNING" or "WRN" or "40" => LogLevel.Warning,
        "" => LogLevel.None,
        _ => LogLevel.Info,
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP] ", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex RuntimePrefix();

    [GeneratedRegex(@"^(?<level>[IWEF])\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ (?<at>[\w./-]+:\d+)\] (?<text>.*)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Klog();

    [GeneratedRegex(@"(?:^|\s)(?:level|lvl|severity)=""?(?<level>[A-Za-z]+)", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex LogfmtLevel();

    [GeneratedRegex(@"(?:^|\s)(?<key>[\w.-]+)=(?:""(?<quoted>(?:[^""\\]|\\.)*)""|(?<bare>\S*))", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex LogfmtPair();

    // Time, then what loggers put between it and the level (thread, logger, pid), then the level. Every part may be absent.
    [GeneratedRegex(
        @"^(?:\d{1,7}:[A-Z] \d\d \w{3} \d{4} \d\d:\d\d:\d\d\.\d{3} [*#.-] |\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?(?: UTC| GMT| [+-]\d{4})?\]?[\s:|-]*)?(?:\d{1,6}\s+(?=\[[A-Z]))?(?:\[\d+\]\s*)?(?:\[(?!(?:FATAL|CRITICAL|CRIT|PANIC|EMERG|ALERT|SEVERE|ERROR|ERR|WARNING|WARN|NOTICE|INFO|DEBUG|error|warn|info|emerg|crit|alert|notice|debug|System|Warning|Note)\])[\w .:-]{1,40}\]\s*)?(?:\[?\b(?<level>FATAL|CRITICAL|CRIT|PANIC|EMERG|ALERT|SEVERE|ERROR|ERR|WARNING|WARN|WRN|NOTICE|INFO|INF|DEBUG|DBG|TRACE|Error|Fatal|Warning|Warn|Info|Debug|error|fatal|fail|warn|warning|info|debug)\b(?:/\w{1,40})?\]?(?:\s+\d{1,7} --- (?:\[[^\]]{0,60}\]\s*){1,3}[\w.$\[\]/-]{1,100}\s*:\s*|(?:\s*\[[^\]]{1,60}\])?\s*(?:[:|]\s*|-\s+|(?<=\])|\s+(?![:=]))))?",
        RegexOptions.None,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex PlainPrefix();

    [GeneratedRegex("""^\s+(?:at |File "|\S+\.go:\d)|^\s*--- End of """, RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex FrameStart();

    [GeneratedRegex(@"(?<![\w./@-])(?<place>[\w./@-]{0,250}[\w-]\.(?:go|py|js|mjs|cjs|ts|rb|java|kt|scala|cs|rs|php|ex|cpp|cc|c):\d+(?::\d+)?)", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Place();
}
