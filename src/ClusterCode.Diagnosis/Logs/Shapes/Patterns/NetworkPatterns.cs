using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes.Patterns;

/// <summary>
/// How resolvers, sockets and clients say that a peer cannot be reached: errno texts of libc (glibc, musl, Windows), names of errno constants, and the words of
/// Go, Java, Python, Node.js, .NET, Ruby, PHP, Rust, Erlang, curl, wget, netcat and the databases' own clients.
/// </summary>
internal static partial class NetworkPatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Words that name a connection. An end of file without one is the end of what was parsed.</summary>
    private const string Connected = """(?:\b(?:Get|Post|Put|Head|Delete|Patch) "|://|\b(?:tcp|udp|unix|connection|conn|rpc|grpc|transport|stream|broker|peer|upstream|server|socket|proxy|remote|client|tls|handshake|ping|query|response|packet|pq|redis|mysql|postgres|amqp|kafka|nats|https?|http2|smtp|ldap|dial|replica)\b(?![./-]\w)|(?:\d{1,3}\.){3}\d{1,3}:\d)""";

    /// <summary>A resolver asked the cluster's DNS and got no answer in time: the name server is the peer that does not answer.</summary>
    [GeneratedRegex(@"\blookup (?<name>[\w.-]{1,253})(?: on (?<host>[\d.]{7,15}|\[[0-9a-f:]{2,45}\]):(?<port>\d{1,5}))?: (?:.{0,120}?i/o timeout|.{0,120}?context deadline exceeded|.{0,60}?connection timed out|.{0,120}?connection refused)", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex DnsSilent();

    /// <summary>The name does not resolve; the name stands in the message.</summary>
    [GeneratedRegex(
        """\blookup (?<host>(?!error|fail)[\w.-]{1,253})(?: on [^\s]{1,60})?: (?:no such host|server misbehaving|.{0,80}no such host|Temporary failure)"""
        + """|\b(?:ENOTFOUND|EAI_AGAIN|EAI_NONAME|EAI_NODATA|ENODATA)\s+(?<host>[A-Za-z0-9][\w.-]{0,252})(?::(?<port>\d{1,5}))?"""
        + """|UnknownHostException:\s+(?:Failed to resolve '(?<host>[\w.-]{1,253})'|(?<host>[A-Za-z0-9][\w.-]{0,252}))"""
        + """|could not translate host name ["'](?<host>[^"']{1,253})["'] to address"""
        + """|(?:could(?: not|n't)|can(?:not|'t| not)|unable to|failed to|failure to|error) (?:resolve|resolving|look ?up|find)(?:(?: the)?(?: server| host(?:name)?| address(?: of)?| domain| name){1,2})?:? ["'`]?(?<host>(?!server\b|host\b|address\b|name\b|from\b|information\b|service\b|types?\b|value\b|property\b|method\b|a\b|all\b|conflicts?\b)[A-Za-z0-9][\w.-]{0,252}?)["'`]?(?::(?<port>\d{1,5}))?(?=$|[\s,;)"'`:]|\.(?:\s|$))(?<!(?i:placeholder|module|dependency|dependencies|reference|symbol|import|the|bean|parameter))(?=.{0,200}?(?:DNS|host|resol|name|address|\(|$))"""
        + """|host not found in (?:upstream|resolver|"[^"]{0,40}") "?(?<host>[A-Za-z0-9][\w.-]{0,252})(?::(?<port>\d{1,5}))?"""
        + """|getaddrinfo(?:\(3\))? for (?<host>[A-Za-z0-9][\w.-]{0,252}?)(?::(?<port>\d{1,5}))? failed"""
        + """|host is unresolved:? (?<host>[A-Za-z0-9][\w.-]{0,252})"""
        + """|bad address ["'](?<host>[A-Za-z0-9][\w.-]{0,252}?)(?::(?<port>\d{1,5}))?["']"""
        + """|Unknown (?:MySQL |MariaDB )?(?:server )?host:? ["']?(?<host>(?!key)[A-Za-z0-9][\w.-]{0,252})["']?"""
        + """|(?:Name or service not known|No such host is known\.?|nodename nor servname provided, or not known|Resource temporarily unavailable|Temporary failure in name resolution|Name does not resolve) \((?<host>[A-Za-z0-9][\w.-]{0,252}):(?<port>\d{1,5})\)"""
        + """|Failed to resolve ["'](?<host>[A-Za-z0-9][\w.-]{0,252})["']"""
        + """|(?<![\w.-])(?<host>[A-Za-z0-9][\w.-]{0,252})(?<!Exception|Error|getaddrinfo|information): (?:nodename nor servname provided|Name or service not known|Name does not resolve|Temporary failure in name resolution|No address associated with hostname|non-existing domain|nxdomain)"""
        + """|(?:host|hostname) ["'](?<host>[A-Za-z0-9][\w.-]{0,252})["'] (?:not found|could not be (?:resolved|found)|is unknown)""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex NamedHostUnknown();

    /// <summary>A name does not resolve; which one stands elsewhere on the line, or not at all.</summary>
    [GeneratedRegex(
        """\bno such host\b|Name or service not known|Name does not resolve|nodename nor servname|Temporary failure in name resolution|No address associated with hostname|\bENOTFOUND\b|\bEAI_AGAIN\b|\bEAI_NONAME\b|\bnxdomain\b|UnknownHostException|NameResolutionError|failed to lookup address information|\bdns error\b|No resolvable bootstrap urls|Unresolved ?Address(?:Exception)?|getaddrinfo failed|DNS (?:lookup|resolution) failed|host lookup failed|server can't find|couldn't resolve host|could not resolve host|No such host is known|SocketException \([^)]{0,20}\b11\): Resource temporarily unavailable""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex HostUnknown();

    /// <summary>Nothing listens at the peer's port.</summary>
    [GeneratedRegex(
        """connection refused|\bE?CONNREFUSED\b|ConnectionRefused|actively refused|Connect call failed|os error 111|errno[ :=]{0,2}111\b|Connection to \S{1,260} refused|Connection to node -?\d+ \([^)]{1,260}\) could not be established|Can(?:no|')t connect to (?:local )?(?:MySQL|MariaDB) server .{0,120}\((?:111|61|2|10061)\b|curl: \(7\)|Failed to connect to \S{1,253} port \d+|couldn't connect to server|refused the connection|refused to connect|connect: refused|could not connect to (?:the )?(?:Redis|Mongo|RabbitMQ|Kafka|server) at|Unable to connect to (?:any of the specified MySQL hosts|Redis|[A-Za-z0-9][\w.-]{0,252}:\d)|No nodes are available|Failed to obtain JDBC Connection|None of the configured nodes|can(?:no|')t reach (?:the )?(?:\w{1,20} )?server\b|\bUnableToConnect\b|not possible to connect to the \w{1,20} server""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Refused();

    /// <summary>No way leads to the host or its network.</summary>
    [GeneratedRegex("""no route to host|\bEHOSTUNREACH\b|\bENETUNREACH\b|network is unreachable|host is unreachable|\bhost unreachable\b|destination (?:host|net|port) unreachable|HostUnreachable|NoRouteToHost|os error 113|errno[ :=]{0,2}113\b""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Unreachable();

    /// <summary>Something did not come in time. The bare word is no error: settings have timeouts.</summary>
    [GeneratedRegex(
        """i/o timeout|context deadline exceeded|\bDeadlineExceeded\b|DEADLINE_EXCEEDED|deadline has elapsed|\btimed[ -]out\b|\bE(?:SOCKET)?TIMEDOUT\b|ECONNABORTED|os error 110|errno[ :=]{0,2}110\b|curl: \(28\)|\b(?:Socket|Connect|Connection|Read|Write|Pool|Http|Query|Request)?Timeout(?:Error|Exception)\b|\b(?:ReadTimeout|ConnectTimeout|WriteTimeout)\b|timeout of \d{1,9} ?ms exceeded|time-?out (?:exceeded|expired|reached|occurred|while|waiting|after|error)|(?:connection|connect|read|write|request|query|handshake|statement|gateway|lock|execution|response|upstream|network|dial|socket|session|command) time-?out\b(?!\s{0,3}[:=]|\s+(?:is|of|was|set))|canceling statement due to (?:statement )?timeout|Client\.Timeout exceeded|Timeout expired|: timeout$|maximum execution time .{0,40}exceeded|WORKER TIMEOUT""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex TimedOut();

    /// <summary>The peer closed a connection that was open.</summary>
    [GeneratedRegex(
        """connection reset|\bECONNRESET\b|socket hang up|server closed the connection unexpectedly|\bbroken pipe\b|\bEPIPE\b|Remote end closed connection|connection (?:was )?(?:aborted|forcibly closed)|(?:unexpected EOF|: EOF["')]?$)(?<=""" + Connected + """.{0,300})|unexpected EOF(?=.{0,200}""" + Connected + """)|server has gone away|Lost connection to (?:MySQL|MariaDB|the) server|Lost connection to backend|Communications link failure|terminating connection due to|forcibly closed by the remote host|transport is closing|error reading server preface|RST_STREAM|prematurely closed (?:the )?connection|connection (?:was |has been )?(?:unexpectedly )?closed(?: unexpectedly| by (?:the )?(?:remote|peer|server|foreign host))|Connection lost|server disconnected without sending|ServerDisconnected|Connection to the broker was lost|connection is closed|SSL connection has been closed unexpectedly""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Closed();
}
