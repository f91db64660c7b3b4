using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes.Patterns;

/// <summary>How runtimes, databases and schema tools say that a part is missing or cannot be read.</summary>
internal static partial class CodePatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(
        """Cannot find (?:module|package) ["'](?<name>[^"']{1,200})["']|No module named ["']?(?<name>[\w.]{1,200})|cannot import name ["'](?<name>[\w.]{1,200})["']|ImportError: (?<name>[\w.+-]{1,200}): cannot open shared object|error while loading shared libraries: (?<name>[\w.+/-]{1,200}?):|Error loading shared library (?<name>[\w.+/-]{1,200})|cannot open shared object file|(?:NoClassDefFoundError|ClassNotFoundException): (?<name>[\w./$]{1,200})|Could not find or load main class (?<name>[\w.$]{1,200})|Unable to access jarfile (?<name>[^\s]{1,200})|cannot load such file -- (?<name>[^\s]{1,200})|Could not find gem ["'](?<name>[^"'\s(]{1,100})|Could not find (?<name>[\w-]{1,100}-[\d.]{1,20}) in (?:any|locally)|Bundler::GemNotFound|Could not load file or assembly ["'](?<name>[\w.-]{1,200})|Class ["'](?<name>[\w\\]{1,200})["'] not found|Failed opening required ["'](?<name>[^"']{1,300})["']|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|Call to undefined (?:function|method) (?<name>[\w\\:]{1,200})|version [`'](?<name>GLIBC(?:XX)?_[\d.]{1,20})' not found|Unable to load dynamic library ["'](?<name>[^"']{1,200})["']|UnsupportedClassVersionError|Unable to load shared library ["'](?<name>[^"']{1,200})["']|could not find driver|Error relocating (?<name>[^\s:]{1,200})|The framework ["'](?<name>[^"']{1,100})["'], version .{1,40} was not found|executable file not found""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex MissingModule();

    [GeneratedRegex(
        """relation ["'](?<name>[^"']{1,200})["'] does not exist|(?:table|view|collection|keyspace|database|schema|topic|index) ["'`]?(?<name>[\w.-]{1,200})["'`]? (?:does not|doesn't) exist|no such table: (?<name>[\w.]{1,200})|no such column: (?<name>[\w.]{1,200})|column ["']?(?<name>[\w.]{1,200})["']?(?: of relation ["'][^"']{1,200}["'])? (?:does not|doesn't) exist|Unknown column ["'](?<name>[^"']{1,200})["']|Unknown database ["'](?<name>[^"']{1,200})["']|Invalid object name ["'](?<name>[^"']{1,200})["']|Cannot open database "(?<name>[^"]{1,200})"|ORA-00942|ER_NO_SUCH_TABLE|ER_BAD_DB_ERROR|UndefinedTable|no such index \[(?<name>[^\]]{1,200})\]|index_not_found_exception|UNKNOWN_TOPIC_OR_PART|UnknownTopicOrPartition|Topic (?<name>[\w.-]{1,200}) not present in metadata|no (?:queue|exchange) '(?<name>[^']{1,200})' in vhost|NoSuchBucket|Schema-validation: missing (?:table|column) \[(?<name>[^\]]{1,200})\]|unconfigured table (?<name>\w{1,100})|\b3D000\b|\b42P01\b""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex MissingTable();

    [GeneratedRegex("""(?<!no )\bpending migrations?\b(?! found: 0)|migrations? (?:is|are) pending|unapplied migrations?|PendingMigrationError|migrations? (?:["'\w./-]{1,100} )?failed|failed (?:to (?:run|apply|execute) )?(?:database )?migrations?\b|FlywayException|FlywayValidateException|Migrations have failed validation|Dirty database version (?<name>\d{1,20})|liquibase\.exception|checksum mismatch for migration|Could not acquire change log lock|InconsistentMigrationHistory|error (?:applying|running) migrations?|schema (?:version )?mismatch|relation "schema_migrations" does not exist|can(?:no|')t locate revision identified by ["'](?<name>[\w.-]{1,100})|migration (?<name>\d{1,20}) was previously applied|The [`"'](?<name>[\w.-]{1,150})[`"'] migration .{0,100}\bfailed|database schema is (?:too old|out of date|not up to date|newer)""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Migration();

    [GeneratedRegex("""\bSyntaxError\b|\bsyntax error\b|\bParse error: |\bIndentationError\b|\bTabError\b|unterminated quoted string|unexpected end of file|unexpected (?:EOF|end of (?:JSON input|input|data|stream|script))\b|unexpected ["'`(][^ ]{1,10} unexpected|You have an error in your SQL syntax|sh: .{0,60}unexpected ["(]|end of file unexpected""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Syntax();
}
