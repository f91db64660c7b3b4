using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>Finds the host and port that an error is about, in the notations of languages, drivers and tools.</summary>
internal static partial class PeerReader
{
    private const int LastPort = 65535;

    /// <summary>Ports from here on are given to clients by the system (Linux: ip_local_port_range); behind "from" they are not the peer that was called.</summary>
    private const int FirstEphemeralPort = 32768;

    /// <summary>The ports of URL schemes that name none (IANA's registry, and the drivers' own documentation).</summary>
    private static readonly Dictionary<string, int> SchemePorts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["http"] = 80, ["ws"] = 80, ["https"] = 443, ["wss"] = 443, ["postgres"] = 5432, ["postgresql"] = 5432, ["jdbc:postgresql"] = 5432, ["mysql"] = 3306,
        ["mariadb"] = 3306, ["redis"] = 6379, ["rediss"] = 6379, ["amqp"] = 5672, ["amqps"] = 5671, ["mongodb"] = 27017, ["nats"] = 4222, ["ldap"] = 389,
        ["ldaps"] = 636, ["ftp"] = 21, ["ssh"] = 22, ["smtp"] = 25, ["memcached"] = 11211,
    };

    /// <summary>Words before a colon and a number that are no hosts.</summary>
    private static readonly HashSet<string> NoHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        "line", "error", "errno", "code", "status", "pid", "port", "took", "exit", "attempt", "retry", "timeout", "http", "https", "tcp", "udp", "id", "count",
        "err", "in", "at", "ms", "column", "col", "char", "position", "offset", "version", "sha256", "errorcode", "statuscode", "sqlstate", "thread", "size",
    };

    /// <summary>The ends of names of source files, behind which a number is a line.</summary>
    private static readonly HashSet<string> SourceExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        "go", "py", "js", "mjs", "cjs", "ts", "rb", "java", "kt", "scala", "cs", "rs", "php", "ex", "erl", "c", "cc", "cpp", "h", "conf", "yaml", "yml", "json", "tsx", "jsx", "pl", "sh",
    };

    // From the notation that says the most to the one that says the least.
    private static readonly Regex[] Notations =
        [Upstream(), Arrow(), Dial(), HostAndPort(), ServerAt(), Words(), Pair(), Scheme(), InetSocketAddress(), Errno(), Busybox()];

    /// <summary>The peer that the text names; nulls where it names none.</summary>
    /// <param name="text">The line, or several joined ones.</param>
    /// <param name="marker">Where the words of the error begin: of several peers, the one nearest before them is meant.</param>
    public static (string? Host, int? Port) Read(string text, int marker)
    {
        var url = Url().Matches(text).Select(FromUrl).FirstOrDefault(peer => peer.Host is not null);
        foreach (var notation in Notations)
        {
            if (notation.Match(text) is { Success: true } match && Clean(match.Groups["host"].Value) is { } host)
            {
                var port = PortOf(match);
                // A name says more than the address that it resolved to.
                return IsAddress(host) && notation != Notations[0] ? NameBeside(text, host, port) ?? (host, port) : (host, port);
            }
        }

        return url.Host is not null ? url : Plain(text, marker) ?? Quoted(text);
    }

    /// <summary>The name by which the text also knows an address: in a URL or a setting, before the same port, or beside the address itself.</summary>
    public static (string Host, int? Port)? NameBeside(string text, string address, int? port)
    {
        var names = Url().Matches(text).Select(FromUrl).Where(peer => peer.Port == port || peer.Port is null)
            .Concat(HostColonPort().Matches(text).Where(match => MayBeHost(match.Groups["host"].Value)).Select(match => (Host: Clean(match.Groups["host"].Value), Port: PortOf(match))).Where(peer => peer.Port == port))
            .Concat(AddressAndName().Matches(text).Where(match => Clean(match.Groups["address"].Value) == address).Select(match => (Host: Clean(match.Groups["host"].Value), Port: port)))
            .Concat(HostSetting().Matches(text).Select(match => (Host: Clean(match.Groups["host"].Value), Port: port)));
        foreach (var (host, at) in names)
        {
            if (host is not null && !IsAddress(host))
            {
                return (host, at ?? port);
            }
        }

        return null;
    }

    /// <summary>True for an IPv4 or IPv6 address.</summary>
    public static bool IsAddress(string host) => System.Net.IPAddress.TryParse(host, out _);

    /// <summary>The port of a match's group; null where it is none.</summary>
    public static int? PortOf(Match match) =>
        int.TryParse(match.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= LastPort ? port : null;

    /// <summary>A host without brackets and closing dots; null where it cannot be one.</summary>
    public static string? Clean(string host)
    {
        var clean = host.Trim('[', ']', '"', '\'').TrimEnd('.', ',', ':', '-');
        return clean.Length is 0 or > 253 ? null : clean;
    }

    private static (string? Host, int? Port) FromUrl(Match match) =>
        (Clean(match.Groups["host"].Value), PortOf(match) ?? (SchemePorts.TryGetValue(match.Groups["scheme"].Value, out var port) ? port : null));

    private static (string? Host, int? Port)? Plain(string text, int marker)
    {
        (string? Host, int? Port)? before = null;
        foreach (Match match in HostColonPort().Matches(text))
        {
            var host = match.Groups["host"].Value;
            if (PortOf(match) is not { } port || !MayBeHost(host) || (match.Groups["from"].Success && port >= FirstEphemeralPort))
                continue;
            if (match.Index > marker && before is not null)
                break;
            before = (Clean(host), port);
            if (match.Index > marker)
                break;
        }

        return before;
    }

    private static (string? Host, int? Port) Quoted(string text) =>
        NamedHost().Match(text) is { Success: true } match && Clean(match.Groups["host"].Value) is { } host ? (host, PortOf(match)) : (null, null);

    private static bool MayBeHost(string host) =>
        IsAddress(host.Trim('[', ']'))
        || (host.Any(char.IsAsciiLetter) && !host.Contains('_', StringComparison.Ordinal) && !NoHosts.Contains(host) && !SourceExtensions.Contains(host.Split('.')[^1]) && !host.Contains("..", StringComparison.Ordinal));

    [GeneratedRegex("""upstream: "(?:\w{1,10}://)?(?<host>[A-Za-z0-9][\w.-]{0,252}|\[[0-9a-fA-F:]{2,45}\])(?::(?<port>\d{1,5}))?""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Upstream();

    // 10.96.140.3:5432 (orders-db)
    [GeneratedRegex("""(?<address>\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]{2,45}\])(?::\d{1,5})? \((?<host>[A-Za-z0-9][\w.-]{0,252})\)""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex AddressAndName();

    // host=postgres
    [GeneratedRegex("""\b(?:host|hostname|server)=["'`]?(?<host>[A-Za-z0-9](?:[\w.-]{0,252}[A-Za-z0-9])?)(?=$|[\s,;"'`)])""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex HostSetting();

    // gRPC: ipv4:10.96.44.2:50051 · SQL Server: tcp:sql,1433
    [GeneratedRegex("""\b(?:ipv4|ipv6|dns|tcp):(?<host>[A-Za-z0-9][\w.-]{0,252}|\[[0-9a-fA-F:]{2,45}\])[:,](?<port>\d{1,5})\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Scheme();

    [GeneratedRegex("""->(?<host>[A-Za-z0-9][\w.-]{0,252}|\[[0-9a-fA-F:]{2,45}\]):(?<port>\d{1,5})\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Arrow();

    [GeneratedRegex("""\bdial (?:tcp|udp)[46]? (?<host>[A-Za-z0-9][\w.-]{0,252}|\[[0-9a-fA-F:]{2,45}\]):(?<port>\d{1,5})\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Dial();

    [GeneratedRegex("""\b(?:host(?:name)?|address|server|addr)["']?\s{0,2}[=:]\s{0,2}["']?(?<host>[A-Za-z0-9](?:[\w.-]{0,252}[A-Za-z0-9])?)["']?,?.{0,60}?\bport["']?\s{0,2}[=:]\s{0,2}["']?(?<port>\d{1,5})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex HostAndPort();

    [GeneratedRegex("""\b(?:server at|on host|to host|host|server on|server) ["'](?<host>[A-Za-z0-9][\w.:-]{0,252}?)["'](?: \([^)]{0,60}\))?.{0,60}?\bport:? (?<port>\d{1,5})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex ServerAt();

    [GeneratedRegex("""\b(?:to host|to address|to|host|address|at|server) (?<host>[A-Za-z0-9](?:[\w.:-]{0,252}[A-Za-z0-9])?)(?: \([^)]{1,60}\))?,? port:? (?<port>\d{1,5})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Words();

    [GeneratedRegex("""\(["'](?<host>[A-Za-z0-9][\w.:-]{0,252})["'], (?<port>\d{1,5})\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Pair();

    [GeneratedRegex("""(?<![\w./-])(?<host>[A-Za-z0-9][\w.-]{0,252})/(?:<unresolved>|\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-fA-F]{0,4}:[0-9a-fA-F:]{2,45}?\]?):(?<port>\d{1,5})\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex InetSocketAddress();

    [GeneratedRegex("""\bE(?:CONNREFUSED|TIMEDOUT|HOSTUNREACH|NETUNREACH|CONNRESET) (?<host>[A-Za-z0-9][\w.-]{0,252}|[0-9a-fA-F:]{2,45}):(?<port>\d{1,5})\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Errno();

    [GeneratedRegex("""(?<![\w.-])(?!(?:error|host|failed|connect)\b)(?<host>[A-Za-z0-9][\w.-]{0,252}) \(\d{1,3}(?:\.\d{1,3}){3}:(?<port>\d{1,5})\)|remote host \((?<host>\d{1,3}(?:\.\d{1,3}){3})(?::(?<port>\d{1,5}))?\)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Busybox();

    [GeneratedRegex("""\b(?<scheme>(?:jdbc:)?[a-z][a-z0-9+.-]{1,20})://(?:[^\s/@"']{0,200}@)?(?<host>[A-Za-z0-9](?:[\w.-]{0,252}[A-Za-z0-9])?|\[[0-9a-fA-F:]{2,45}\])(?::(?<port>\d{1,5}))?""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Url();

    [GeneratedRegex("""(?<from>\bfrom )?(?<![\w.:/@-])(?<host>[A-Za-z0-9](?:[\w.-]{0,252}[A-Za-z0-9])?|\[[0-9a-fA-F:]{2,45}\]):(?<port>\d{2,5})(?!\w|:\d|\.\d)""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex HostColonPort();

    [GeneratedRegex("""(?<!\bfor )\b(?:host(?:name)?|server|(?:server|host|connect(?:ion|ing)?) (?:on|at|to)|broker|node)[ =:]{1,2}["'](?<host>[A-Za-z0-9][\w.-]{0,252}?)(?::(?<port>\d{1,5}))?["']|\b(?:hostname|address|host): '(?<host>[\w.:-]{2,253})'|\bconnect(?:ing)? to (?:host )?(?<host>[A-Za-z0-9][\w-]{0,62}(?:\.[\w-]{1,63}){1,8})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex NamedHost();
}
