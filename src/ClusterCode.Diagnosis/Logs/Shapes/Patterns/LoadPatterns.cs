using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes.Patterns;

/// <summary>How databases, pools and services say that they are asked too much, or answer with errors of their own.</summary>
internal static partial class LoadPatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex("""deadlock (?:detected|found|victim)|all goroutines are asleep - deadlock|Lock wait timeout exceeded|LockAcquisitionException|DeadlockLoserDataAccess|could not obtain lock|canceling statement due to lock timeout|database (?:table )?is locked|SQLITE_BUSY|could not acquire (?:the )?lock|Java-level deadlock|could not serialize access|\bWriteConflict\b|Lock request time out period exceeded|(?:waiting for|obtain|acquire|get) (?:a |the )?(?:file|node|directory|database|exclusive|write) locks?\b|\block DB directory|LockTimeout""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Deadlock();

    // HikariCP that never had a connection (total=0) tells of the database, not of the pool.
    [GeneratedRegex("""Connection is not available, request timed out after(?!.{0,80}total=0)|QueuePool limit of size|\bpool (?:is |was )?(?:exhausted|empty)\b|connection pool (?:is )?(?:at max|is full$|exhausted|timeout)|exhausted (?:the )?(?:connection )?pool|Timeout acquiring a connection|ResourceRequest timed out|timeout exceeded when trying to connect|could not obtain a (?:database )?connection within|The connection pool has been exhausted|Could not get a resource from the pool|max pool size was reached|Timed out fetching a new connection|\bPoolTimeout\b|pool timed out while waiting|RejectedExecutionException|unable to acquire (?:a )?connection from (?:the )?pool|worker_connections are not enough|reached (?:the )?(?:pm\.)?max_children|too many open files|\bEMFILE\b|JedisExhaustedPool|no (?:free|idle|available) (?:connections?|workers?|threads?)\b(?: (?:in|from) (?:the )?pool)?|sorry, too many|pool is draining|can't start new thread|connection pool paused|Timeout waiting for (?:connection from pool|idle object)|WaitQueueTimeout|thread pool is exhausted""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex PoolExhausted();

    [GeneratedRegex("""Too Many Requests|toomanyrequests|rate[ _-]?limit(?:ed|ing)?(?: has been| was)? (?:exceeded|reached|hit|error)|\brate[ -]limited\b|\bRateLimitError\b|(?:returned|status(?:[ _]?code)?|HTTP(?:/\d(?:\.\d)?)?|error|code)[ :=("]{1,4}429\b|ThrottlingException|Throttling: Rate|\bRate exceeded\b|RequestLimitExceeded|ProvisionedThroughputExceeded|RESOURCE_EXHAUSTED|code = ResourceExhausted(?!.{0,60}message larger)|quota exceeded|exceeded your current quota|SlowDown: |request was throttled|API call (?:limit|quota)""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex RateLimited();

    /// <summary>An answer of 5xx that the process got.</summary>
    [GeneratedRegex("""\b(?:status(?:[ _]?code)?|HTTP(?:/\d(?:\.\d)?)?|returned|responded(?: with)?(?: status)?|response(?: code)?|Server Error|HTTP Error|received|got)\b["]?[ :=("]{1,4}(?<name>5\d\d)\b|\b(?<name>5\d\d) (?:Server Error|Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|does not indicate success: (?<name>5\d\d)|\bCode: (?<name>5\d\d)\b|rpc error: code = (?<name>Internal|Unavailable|Unknown|Aborted|DataLoss)|no live upstreams while connecting|HttpServerErrorException|no healthy upstream|status code of (?<name>5\d\d)|upstream connect error or disconnect""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex ServerError();

    /// <summary>A line of an access log: what a client got, which is no error of the process that wrote it.</summary>
    [GeneratedRegex("""\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT) /[^"\s]{0,500}(?: HTTP/\d(?:\.\d)?)?"?,? {0,3}(?:status=)?[1-5]\d\d\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex AccessLog();
}
