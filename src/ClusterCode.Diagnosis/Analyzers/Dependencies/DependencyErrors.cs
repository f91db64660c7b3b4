using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>Reads from a log with which peer a process could not work, and finds the setting that names it.</summary>
internal static partial class DependencyErrors
{
    /// <summary>What a process says long before its end is not what it dies of.</summary>
    private const int LastLines = 80;

    /// <summary>How far before an error a process says what it connects to.</summary>
    private const int AnnouncedBefore = 3;

    /// <summary>Longer lines announce nothing.</summary>
    private const int LongestLine = 300;

    private static readonly HashSet<ErrorShapeKind> Connections =
    [
        ErrorShapeKind.ConnectionRefused, ErrorShapeKind.Timeout, ErrorShapeKind.ConnectionReset, ErrorShapeKind.NoSuchHost, ErrorShapeKind.Unreachable,
    ];

    private static readonly HashSet<ErrorShapeKind> Refusals =
    [
        ErrorShapeKind.AuthenticationFailed, ErrorShapeKind.AccessDenied, ErrorShapeKind.TooManyConnections, ErrorShapeKind.TlsFailure, ErrorShapeKind.ProtocolMismatch,
    ];

    /// <summary>What a process dies of although it could not reach a peer before.</summary>
    private static readonly HashSet<ErrorShapeKind> Overtaking =
    [
        ErrorShapeKind.MissingVariable, ErrorShapeKind.InvalidSetting, ErrorShapeKind.MissingModule, ErrorShapeKind.PortInUse, ErrorShapeKind.DiskFull, ErrorShapeKind.ReadOnlyFileSystem,
        ErrorShapeKind.OutOfMemory, ErrorShapeKind.MissingTable, ErrorShapeKind.Migration, ErrorShapeKind.SyntaxError, ErrorShapeKind.ApiForbidden,
    ];

    /// <summary>Ports by which a dependency is known even where a setting names none (IANA's service names).</summary>
    private static readonly Dictionary<string, int> SchemePorts = new(StringComparer.Ordinal)
    {
        ["http"] = 80, ["https"] = 443, ["postgres"] = 5432, ["postgresql"] = 5432, ["jdbc:postgresql"] = 5432, ["mysql"] = 3306, ["jdbc:mysql"] = 3306, ["mariadb"] = 3306,
        ["redis"] = 6379, ["rediss"] = 6379, ["amqp"] = 5672, ["amqps"] = 5671, ["mongodb"] = 27017, ["nats"] = 4222, ["kafka"] = 9092, ["ldap"] = 389, ["ldaps"] = 636, ["smtp"] = 25,
    };

    /// <summary>Words by which an error of a product is told, and words by which settings name it.</summary>
    private static readonly (string[] Says, string[] Named)[] Products =
    [
        (["postgres", "psycopg", "pq:", "sqlstate", "npgsql", "pg_hba", "remaining connection slots", "too many clients", "role \""], ["postgres", "pg", "psql", "db", "database", "sql", "jdbc"]),
        (["mysql", "mariadb", "access denied for user", "er_access", "er_con_count", "1045", "1040"], ["mysql", "mariadb", "db", "database", "sql", "jdbc"]),
        (["redis", "noauth", "wrongpass", "err max number of clients"], ["redis", "cache"]),
        (["mongo"], ["mongo", "db", "database"]),
        (["rabbit", "amqp", "access_refused"], ["rabbit", "amqp", "mq", "queue", "broker"]),
        (["kafka", "sasl", "broker"], ["kafka", "broker", "bootstrap"]),
        (["elastic", "opensearch"], ["elastic", "opensearch", "search", "es"]),
        (["smtp", "535 ", "mail"], ["smtp", "mail"]),
        (["nats"], ["nats"]),
        (["ldap"], ["ldap"]),
    ];

    /// <summary>True for an error in which the peer answers and says no.</summary>
    public static bool IsRefusal(ErrorShapeKind kind) => Refusals.Contains(kind);

    /// <summary>What the container could not work with; null where its log says nothing of the kind.</summary>
    public static DependencyError? Of(CaseFile file, WorkloadFacts workload, PodFacts pod, ContainerFacts container, LogExcerpt? log, IReadOnlyList<string> lines, Severity severity)
    {
        var all = ErrorShapes.Find(lines);
        var end = EndOf(lines, log, container);
        all = [.. all.Where(s => !IsReachedLater(lines, s))];
        var shapes = all.Where(s => s.Index >= end && (Connections.Contains(s.Kind) || Refusals.Contains(s.Kind))).ToList();
        if (shapes.Count == 0)
        {
            // A peer that answers with an error of its own is reached; it matters where it is itself in trouble.
            shapes = [.. all.Where(s => s.Index >= end && s is { Kind: ErrorShapeKind.ServerError, Host: not null })];
        }

        return Choose(shapes) is { } shape && !all.Any(s => s.Index > shape.Index && Overtaking.Contains(s.Kind)) ? Located(new DependencyError(file, workload, pod, container, shape, log) { Severity = severity }) : null;
    }

    /// <summary>The error with its peer's host and port, as far as the log and the settings tell.</summary>
    public static DependencyError Located(DependencyError error)
    {
        var references = AddressReferences.Of(error.File, error.Pod, error.Container);
        var host = DnsJudgement.Asked(error.Shape) ?? (error.Shape.Host is { Length: > 0 } said ? said : null);
        var parsed = ClusterName.Parse(host, error.File.Namespace);
        if (parsed?.Kind == ClusterNameKind.Address && Behind(error, host!) is { } service)
            (host, parsed) = (service.Metadata.Name, new ClusterName(ClusterNameKind.Service, service.Metadata.Name, error.File.Namespace));

        if (parsed is null or { Kind: ClusterNameKind.Address } && Announced(error) is { } announced)
            (host, parsed) = (announced, ClusterName.Parse(announced, error.File.Namespace));

        var reference = parsed is null ? ByProduct(error.Shape, references) : ByHost(references, host!, parsed, error);
        var shown = DnsJudgement.IsSilent(error.Shape) ? null : error.Shape.Port;
        var port = shown ?? reference?.Port ?? (reference?.Scheme is { } scheme ? SchemePorts.GetValueOrDefault(scheme) is var known and > 0 ? known : null : null);
        var isAddress = parsed is null or { Kind: ClusterNameKind.Address };
        return error with { Host = isAddress ? reference?.Host ?? host : host, Port = port, Reference = reference };
    }

    // A retry that worked: a later line, which reports no failure, says what the peer gave.
    private static bool IsReachedLater(IReadOnlyList<string> lines, ErrorShape shape) => shape.Host is { Length: > 2 } host && Connections.Contains(shape.Kind)
        && lines.Skip(shape.Index + 1).Any(line => line.Length <= LongestLine && line.Contains(host, StringComparison.OrdinalIgnoreCase) && Worked().IsMatch(line) && !LogPatterns.Failure().IsMatch(line));

    // Of a process that died and whose log ends well, the error above is what it died of: runtimes write stdout and stderr side by side, not in the order in which they were said.
    private static int EndOf(IReadOnlyList<string> lines, LogExcerpt? log, ContainerFacts container)
    {
        var end = lines.Count - LastLines;
        return ReferenceEquals(log, container.FailedRunLog) && LogDigest.FindError(lines) is { } error ? Math.Min(end, error.Index) : end;
    }

    // The last error is what the process dies of; one that names nobody is told by the one before it.
    private static ErrorShape? Choose(List<ErrorShape> shapes) => shapes.Count == 0 ? null
        : shapes[^1] is var last && (last.Host is { Length: > 0 } || Refusals.Contains(last.Kind)) ? last
        : shapes.LastOrDefault(s => s.Host is { Length: > 0 } && Connections.Contains(s.Kind)) ?? last;

    // "connecting to inventory:8080", and then an error that names an address, or nothing.
    private static string? Announced(DependencyError error)
    {
        var lines = error.Log?.Lines ?? [];
        for (var i = Math.Min(error.Shape.Index, lines.Count - 1); i >= 0 && i >= error.Shape.Index - AnnouncedBefore; i--)
        {
            if (lines[i].Length <= LongestLine && Peer().Match(lines[i]) is { Success: true } match && match.Groups["host"].Value is var host
                && ClusterName.Parse(host, error.File.Namespace) is { Kind: not ClusterNameKind.Address } && (error.Shape.Port is null || match.Groups["port"].Value == DependencyJudgement.Number(error.Shape.Port.Value)))
                return host;
        }

        return null;
    }

    private static V1Service? Behind(DependencyError error, string address) =>
        error.Services is { IsFound: true } services ? services.Value.FirstOrDefault(s => s.Spec?.ClusterIP == address || s.Spec?.ClusterIPs?.Contains(address) == true) : null;

    private static AddressReference? ByHost(IReadOnlyList<AddressReference> references, string host, ClusterName parsed, DependencyError error)
    {
        var same = references.Where(r => r.Host.Equals(host, StringComparison.OrdinalIgnoreCase)
            || (parsed.Kind == ClusterNameKind.Service && ClusterName.Parse(r.Host, error.File.Namespace) is { Kind: ClusterNameKind.Service } other && other.Service == parsed.Service && other.Namespace == parsed.Namespace)).ToList();
        if (same.Count == 0 && parsed.Kind == ClusterNameKind.Address && error.Shape.Port is { } port)
            return references.Where(r => r.Port == port).ToList() is [var only] ? only : null;
        return same.FirstOrDefault(r => r.Port is not null && r.Port == error.Shape.Port) ?? same.FirstOrDefault();
    }

    private static AddressReference? ByProduct(ErrorShape shape, IReadOnlyList<AddressReference> references)
    {
        if (shape.Port is { } port && references.Where(r => r.Port == port).ToList() is [var byPort])
            return byPort;
        var line = shape.Line.ToLowerInvariant();
        foreach (var (_, named) in Products.Where(p => p.Says.Any(s => line.Contains(s, StringComparison.Ordinal))))
        {
            foreach (var word in named)
            {
                if (references.FirstOrDefault(r => r.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || r.Host.Contains(word, StringComparison.OrdinalIgnoreCase) || r.Scheme?.Contains(word, StringComparison.Ordinal) == true) is { } found)
                    return found;
            }
        }

        return references is [var only] ? only : null;
    }

    [GeneratedRegex("""\b(?:fetched|loaded|received|connected|established|authenticated|registered|subscribed|synced|reconnected|succeeded)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Worked();

    [GeneratedRegex(@"\b(?:connect(?:ing|ion)?|dial(?:ing)?|wait(?:ing)?|calling|reach(?:ing)?)\b[^\n]{0,40}?\b(?<host>[a-z](?:[a-z0-9.-]{0,252})):(?<port>\d{2,5})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Peer();
}
