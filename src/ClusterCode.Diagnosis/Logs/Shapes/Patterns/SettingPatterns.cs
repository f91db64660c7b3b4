using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes.Patterns;

/// <summary>How programs say that an argument, a key or a value of their configuration is missing, unknown or wrong. The setting, or else the value, is group name.</summary>
internal static partial class SettingPatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(
        """(?:unknown|unrecogni[sz]ed|unsupported|undefined|invalid|no such) (?:\w{1,20} ){0,2}?(?:keyword|variable|entry|(?:sub)?directive|field|parameter|option|command|key|attribute|setting|property|section|plugin|flag):? ["'`‘](?<name>[A-Za-z+-][\w.:+-]{0,100})"""
        + """|tried to set (?<name>[\w.]{1,100}), but there is no setting|(?:config(?:uration)?|required) (?:property|setting|option|parameter|key|value) ["'`]?(?<name>[A-Za-z][\w.:-]{1,100})["'`]? (?:is required|is missing|is not set|was not found|not found|could not be found|must )"""
        + """|\b(?<name>[a-z][\w.]{2,80}) \[[^\]]{0,60}\] (?:for .{1,80} )?is too (?:low|high|small|large)|validation failed for '[^']{1,100}' members: '(?<name>\w{1,100})|\bThe (?<name>[A-Za-z][\w.:-]{1,100}) (?:setting|property|option|environment variable|configuration)(?: value)? (?:must|is required|cannot|may not|is missing|is invalid)"""
        + """|connection string ["'](?<name>[\w.:-]{1,100})["'] (?:is |was )?(?:not found|missing|not set|empty|null)|\bno (?<name>[\w.-]{2,60}) setting (?:was |is )?(?:provided|found|given|set)|(?<name>\b[A-Z][A-Za-z0-9_.]{2,80}) (?:length |value )?must (?:be at (?:least|most)|have at least)|requirement failed: (?<name>[a-z][\w-]*\.[\w.-]{1,80})"""
        + """|(?:missing|no) (?:\w{1,20} )?encryption key\b|configuration file (?:["'`][^"'`]{1,200}["'`] )?contains errors|error (?:initiali[sz]ing|adapting|in|validating) (?:the )?config(?:uration)?\b|tried to instance a plugin|Config File "[^"]{1,100}" Not Found in "\[?(?<path>/[^\]"]{0,200})"""
        + """|(?:unknown|unrecogni[sz]ed|unexpected|invalid) (?:(?:command[- ]line )?(?:flag|option|argument|parameter|long flag|shorthand flag))s?:? ?(?:-- )?['"`‘]?(?<name>-{0,2}[\w.-]{1,100})|flag provided but not defined: (?<name>-{1,2}[\w.-]{1,100})|no such option:? ['"`]?(?<name>--?[\w.-]{1,100})"""
        + """|(?:required flag\(s\) |the following arguments are required: |missing required (?:argument|option|flag|parameter)s?:? ?|required (?:argument|option|flag|parameter) )['"`<]?(?<name>-{0,2}[A-Za-z][\w.-]{0,100})"""
        + """|(?:could not resolve placeholder|missing (?:required )?(?:configuration|config|setting|property)(?: key| value| entry)?:?|(?:configuration|config|setting|property)(?: key| value)? (?:is )?missing:?|Failed to bind properties under|unknown (?:configuration |config )?(?:key|property|directive|field|setting|section)s?:?|(?:json|yaml): unknown field) ['"`]?(?<name>[A-Za-z][\w.:-]{0,100})"""
        + """|invalid (?:value|argument|port|duration|url|boolean|log level|format|setting|option)(?: for)?(?: (?:the )?(?:flag|option|setting|key|property|parameter|field|environment variable|of))? ?[:=]? ?["'`]?(?<name>[A-Za-z0-9_-][\w./:-]{0,100})"""
        + """|invalid (?:configuration|config)\b(?: \w{1,20})?:? ?["'`]?(?<name>[A-Za-z][\w./-]{0,100})?|strconv\.\w{3,12}: parsing "(?<name>[^"]{0,100})": |invalid literal for int\(\) with base \d{1,2}: '(?<name>[^']{0,100})'|NumberFormatException: For input string: "(?<name>[^"]{0,100})"|time: (?:invalid duration|unknown unit|missing unit) .{0,40}"(?<name>[^"]{0,100})"|ParseError: .{0,40}config"""
        + """|\byaml: (?:line \d|unmarshal|did not|mapping|control|invalid)|\byaml\.(?:scanner|parser)\.|did not find expected|mapping values are not allowed|(?:json|toml|yaml|hcl|config(?:uration)?|properties)(?: file)?.{0,60}(?:parse error|could not be parsed|cannot unmarshal|is invalid|is malformed)|(?:error|failed|failure|unable|cannot|could not) (?:to )?(?:parse|parsing|load|loading|read|reading|decode|decoding|unmarshal) (?:the )?(?:config|configuration|settings)\b|TOMLDecodeError| in /[^\s]{1,200}:\d+(?<=\[emerg\] .{0,400})"""
        + """|ConfigException: .{0,40}?configuration "?(?<name>[\w.]{1,100})"?|(?<![\w.])(?<name>(?!implementation )[a-z][\w.]{2,80}) must be (?:one of|set|specified|provided|between|greater|a positive|a valid|non-?empty)|no (?:configuration|config) (?:file )?(?:found|provided|given)|bad configuration option: (?<name>\w{1,80})|unable to determine a? ?suitable driver class|url' attribute is not specified""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Invalid();
}
