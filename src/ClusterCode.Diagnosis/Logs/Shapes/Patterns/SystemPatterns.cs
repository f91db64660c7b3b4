using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes.Patterns;

/// <summary>How the operating system's refusals read: errno texts and constants, and what runtimes make of them.</summary>
internal static partial class SystemPatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex("""\bOutOfMemory(?:Error|Exception)\b|JavaScript heap out of memory|Reached heap limit|(?<![A-Za-z])MemoryError\b|runtime: out of memory|cannot allocate memory|\bENOMEM\b|\bbad_alloc\b|Out of memory: Kill|Allowed memory size of \d{1,15} bytes exhausted|failed to allocate memory|\bNoMemoryError\b|memory allocation of \d{1,15} bytes failed|(?:CUDA|ran|process|heap|is) out of memory|OOM command not allowed|Perhaps out of memory|\boom-kill|insufficient memory for the Java Runtime|unable to create (?:new )?native thread|GC overhead limit exceeded|^(?:fatal |error: )?out of memory\b|ArrayMemoryError|MemoryLimitExceeded|Memory limit .{0,40}exceeded""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex OutOfMemory();

    // ENOSPC is also what inotify says when its watches are used up.
    [GeneratedRegex("""no space left on device|\bENOSPC\b(?!: System limit)|\bdisk (?:is )?full\b|filesystem is full|not enough (?:free )?space on the disk|disk quota exceeded|\bEDQUOT\b|Errcode: 28\b|os error 28\b|errno[ :=]{0,2}28\b|flood[- ]stage disk watermark|insufficient (?:free )?(?:disk )?space""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex DiskFull();

    [GeneratedRegex("""read-only file ?system|\bEROFS\b|ReadOnlyFileSystemException|os error 30\b|errno[ :=]{0,2}30\b""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex ReadOnly();

    [GeneratedRegex("""address (?:is )?already in use|\bEADDRINUSE\b|\baddress in use\b|only one usage of each socket address|port (?<port>\d{1,5}) (?:is|was) already (?:in use|allocated|used)|port already (?:in use|allocated)|\bport (?<port>\d{1,5})\b.{0,20}?\bin use\b|\bConnection in use: |os error 98\b|errno[ :=]{0,2}98\b|AddrInUse""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex PortInUse();

    [GeneratedRegex("""(?:[\d\]*]:|\s:|:::|port[ =:'"]{1,3}|', )(?<port>\d{2,5})\b""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex OwnPort();

    [GeneratedRegex("""permission denied|\bEACCES\b|operation not permitted|\bEPERM\b|Access to the path ["'](?<path>[^"']{1,300})["'] is denied|AccessDeniedException: (?<path>/[^\s]{1,300})|UnauthorizedAccessException|os error 13\b|errno[ :=]{0,2}13\b|Insufficient permissions to|\b(?:file|drive|disk|path|directory|volume) access (?:is )?denied""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex PermissionDenied();

    [GeneratedRegex("""(?:bind|listen)\b.{0,80}?(?::|port )(?<port>\d{1,5})\b""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Bind();

    [GeneratedRegex("""no such file or directory|\bENOENT\b|FileNotFound(?:Exception|Error)|NoSuchFileException: (?<path>[^\s]{1,300})|can(?:no|')t (?:open|find|load|read|access|stat)(?: file| input file)?:? ["'‘`]?(?<path>/[^\s"'’`:]{1,300})|(?:could not|couldn't|unable to|failed to|error) (?:find|open|load|read|stat|opening|reading|loading)(?: (?:a |the )?(?:file|part of the path|config(?:uration)?(?: file)?|certificate|key))? ?:? ?["'‘`]?(?<path>/[^\s"'’`:]{1,300})|(?:^|\s)["'‘`]?(?<path>/[\w./@+-]{1,300})["'’`]?:? (?:is )?(?:not found|does(?: not|n't) exist|missing)\b|file (?:not found|does not exist|is missing):? ?["'‘`]?(?<path>/[^\s"'’`:]{1,300})?|\bdotnet-(?<path>[\w./-]{1,200}\.dll) does not exist|os error 2\b""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex MissingFile();

    /// <summary>The first absolute path of a text; of a URL the path is not one.</summary>
    [GeneratedRegex("""(?<![\w./~<]|(?<!\d):)(?<path>/(?!/)[\w.@+-][\w./@+:-]{0,300})""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Path();

    /// <summary>A file of settings or code, by its name's ending or as "file NAME".</summary>
    [GeneratedRegex("""(?<![\w.:/~<])(?<path>/(?!/)[\w.@+-][\w./@+-]{0,250}\.\w{1,12})(?![\w/])|file ["'`]?(?<path>/[\w./@+-]{1,250})|\bin (?<path>/[\w./@+-]{1,250}):\d|^(?<path>/[\w./@+-]{1,250}):(?: line)? ?\d|(?<=\s)(?<path>/[\w./@+-]{1,250}):\d{1,6}\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex ParsedPath();

    /// <summary>A line of Python that names the file of a syntax error.</summary>
    [GeneratedRegex("""^\s+File "[^"]{1,300}", line \d+$""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex ParsedFrame();

    /// <summary>A place in a library.</summary>
    [GeneratedRegex("""site-packages|dist-packages|/lib/python|node_modules|/gems/|/vendor/|/usr/local/go/""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex LibraryFrame();

    /// <summary>A time of day, whose parts look like ports.</summary>
    [GeneratedRegex("""\b\d\d:\d\d:\d\d(?:[.,]\d{1,9})?""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Clock();

    /// <summary>A relative path in quotes, where there is no absolute one.</summary>
    [GeneratedRegex("""["'‘`](?<path>\.{0,2}/?[\w@+-][\w./@+-]{0,200})["'’`]|(?<=: )(?<path>\.{0,2}/?[\w@+-][\w@+-]{0,60}(?:/[\w./@+-]{1,140}|\.[A-Za-z]{2,5}))(?=[:\s]|$)""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex QuotedPath();
}
