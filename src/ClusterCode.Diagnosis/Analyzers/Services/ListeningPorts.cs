using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>On which ports a container really listens: containerPorts are a declaration that nothing enforces.</summary>
internal static partial class ListeningPorts
{
    /// <summary>Logs are untrusted: longer lines tell no port.</summary>
    private const int LongestLine = 500;

    /// <summary>Variables that hold the process's own port, by convention of platforms and frameworks.</summary>
    private static readonly HashSet<string> PortVariables = new(StringComparer.OrdinalIgnoreCase)
    {
        "PORT", "HTTP_PORT", "LISTEN_PORT", "SERVER_PORT", "APP_PORT", "GRPC_PORT", "BIND_PORT", "SERVICE_PORT", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_URLS", "LISTEN_ADDR",
        "LISTEN_ADDRESS", "BIND_ADDR", "BIND_ADDRESS",
    };

    /// <summary>What is known, the surest first; empty where nothing tells.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="log">The log of its current run; null where it was not read.</param>
    public static IReadOnlyList<ListeningPort> Of(V1Pod pod, V1Container container, LogExcerpt? log)
    {
        var found = new List<ListeningPort>();
        if (ProbedPort(pod, container) is { } probed)
            found.Add(new ListeningPort(probed, "its readiness probe succeeds there", true));
        found.AddRange(Said(log));
        found.AddRange(Set(container));
        return [.. found.DistinctBy(p => (p.Port, p.IsLoopback))];
    }

    /// <summary>The ports that a log says the process listens on.</summary>
    public static IEnumerable<ListeningPort> Said(LogExcerpt? log)
    {
        foreach (var line in (log?.Lines ?? []).Where(l => l.Length <= LongestLine))
        {
            if (Listening().Match(line) is { Success: true } match && Number(match.Groups["port"].Value) is { } port)
                yield return new ListeningPort(port, $"it says: {Wording.Clip(line, 80)}", true) { IsLoopback = match.Groups["loop"].Success && BindsLoopback().IsMatch(line) };
        }
    }

    /// <summary>A port that a probe asks, as a number.</summary>
    public static int? Resolve(V1Container container, string? port) =>
        Number(port) ?? (container.Ports ?? []).FirstOrDefault(p => p.Name is { Length: > 0 } && p.Name == port)?.ContainerPort;

    private static int? ProbedPort(V1Pod pod, V1Container container)
    {
        var isReady = pod.Status?.ContainerStatuses?.Any(s => s.Name == container.Name && s.Ready) == true;
        return isReady ? Resolve(container, container.ReadinessProbe?.HttpGet?.Port?.Value ?? container.ReadinessProbe?.TcpSocket?.Port?.Value ?? $"{container.ReadinessProbe?.Grpc?.Port}") : null;
    }

    private static IEnumerable<ListeningPort> Set(V1Container container)
    {
        var words = Wording.Clip(string.Join(' ', ContainerCommand.Words(container)), 4000);
        foreach (Match match in Argument().Matches(words))
        {
            if (Number(match.Groups["port"].Value) is { } port)
                yield return new ListeningPort(port, $"its command says {Wording.Clip(match.Value.Trim(), 40)}", false);
        }

        foreach (var variable in (container.Env ?? []).Where(e => e?.Value is { Length: > 0 } && PortVariables.Contains(e.Name)))
        {
            if (Number(variable.Value.Split(';', ',')[0].TrimEnd('/').Split(':')[^1]) is { } port)
                yield return new ListeningPort(port, $"its env sets {variable.Name}={Wording.Clip(variable.Value, 40)}", false);
        }
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number : null;

    // Listening on port 8080 · listening on :8080 · Now listening on: http://[::]:8080 · Tomcat started on port(s): 8080 · Uvicorn running on http://0.0.0.0:8000 ·
    // listening on IPv4 address "0.0.0.0", port 5432 · Running mode=standalone, port=6379 · Serving HTTP on 0.0.0.0 port 8000 · Starting server at :3000
    [GeneratedRegex(
        """\b(?:listen(?:ing|s)?|serv(?:ing|es)|started|starting|running|bound|binding|server|available|accepting|ready)\b[^\n]{0,60}?(?:\bports?(?:\(s\))?\s{0,2}[:=]?\s{0,2}|(?<loop>127\.0\.0\.1:|localhost:|\[::1\]:)|(?:0\.0\.0\.0|\[::\]|\*|[\s"'(=/])?:)(?<port>\d{2,5})\b(?![.\d:])""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Listening();

    // Frameworks print http://localhost:3000 as a link although they listen on all addresses; these words speak of the socket.
    [GeneratedRegex("""\b(?:listen(?:ing|s)?|bound|binding|bind)\b[^\n]{0,40}(?:127\.0\.0\.1|\[::1\]):\d""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex BindsLoopback();

    // httpd -f -p 8080 · nc -lk -p 8080 · --port=8080 · --listen :8080 · -addr 0.0.0.0:8080 · python -m http.server 8000
    [GeneratedRegex(
        """(?:(?<![\w-])(?:-p|--?port|--?http-?port|--?listen(?:-addr(?:ess)?)?|--?bind|--?addr(?:ess)?|--?http(?:-addr(?:ess)?)?|-l)(?:[ =]|(?=\d)))(?:[\w.\[\]*]{0,40}:)?(?<port>\d{2,5})\b|http\.server (?<port>\d{2,5})\b""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Argument();
}
