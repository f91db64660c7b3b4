using System.Text.RegularExpressions;

namespace ClusterCode.Api.Redaction;

/// <summary>The shapes that secrets have. In every pattern the group <c>secret</c> is what is replaced.</summary>
internal static partial class SecretPatterns
{
    /// <summary>Texts are untrusted: no pattern may run longer than this over one text.</summary>
    public const int TimeoutMilliseconds = 2000;

    /// <summary>In the order in which they are tried; what is replaced by one is no longer seen by the next.</summary>
    public static readonly IReadOnlyList<(string Kind, Regex Pattern)> Shapes =
    [
        ("private-key", PrivateKey()),
        ("private-key", PrivateKeyEnd()),
        ("private-key", PuttyKey()),
        ("private-key", EncodedKey()),
        ("jwt", JsonWebToken()),
        ("key", VendorKey()),
        ("key", MoreVendorKeys()),
        ("webhook", WebhookUrl()),
        ("hash", PasswordHash()),
        ("password", CommandPassword()),
        ("password", DriverPassword()),
        ("credential", DockerAuth()),
        ("cookie", SessionCookie()),
        ("password", UrlPassword()),
        ("password", UrlPasswordWithSlash()),
        ("token", UrlToken()),
        ("token", AuthorizationHeader()),
        ("token", BearerOrBasic()),
        ("cookie", CookieHeader()),
        ("signature", UrlSignature()),
    ];

    [GeneratedRegex(@"(?<secret>-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----END)[\s\S]){0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?)", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex PrivateKey();

    // The end of a log may begin in the middle of a key. Read from its end: nothing but that tells it from other lines of Base64.
    [GeneratedRegex(@"(?<secret>(?:(?<=^|[^\\A-Za-z0-9+/=]|\\[nr])[A-Za-z0-9+/=]{16,4000}(?:\s|\\{1,3}r)?(?:\s|\\{1,3}n)){1,200}-----END [A-Z ]{0,40}PRIVATE KEY-----)", RegexOptions.RightToLeft, TimeoutMilliseconds)]
    private static partial Regex PrivateKeyEnd();

    [GeneratedRegex(@"Private-Lines: \d{1,3}\s{1,2}(?<secret>[A-Za-z0-9+/=]{16,80}(?:\s{1,2}[A-Za-z0-9+/=]{4,80}){0,200})", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex PuttyKey();

    // Base64 of "-----BEGIN " unless a certificate follows, and of "{"auths":", the credentials of registries.
    [GeneratedRegex(@"(?<secret>LS0tLS1CRUdJTi(?!BDRVJUSUZJQ0FUR)[A-Za-z0-9+/=]{20,}|eyJhdXRocyI6[A-Za-z0-9+/=]{8,})", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex EncodedKey();

    [GeneratedRegex(@"\b(?<secret>eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?)", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex JsonWebToken();

    // Prefixes as the vendors document them for their secret scanners: AWS, Google, GitHub, GitLab, Slack, Stripe, OpenAI and Anthropic, npm, PyPI, SendGrid, Hugging Face, DigitalOcean, Vault.
    [GeneratedRegex(
        @"\b(?<secret>(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}\b|AIza[0-9A-Za-z_-]{35}|ya29\.[0-9A-Za-z_-]{20,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|(?<=hooks\.slack\.com/services/)[\w/]{20,}|[sr]k_(?:live|test)_\w{10,}|sk-(?:[A-Za-z0-9_-]{20,}|(?=[\w-]{0,20}[A-Z])(?=[\w-]{0,20}\d)[\w-]{8,})|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_[A-Za-z0-9]{30,}|do[opr]_v1_[a-f0-9]{40,}|hv[sb]\.[\w-]{20,})",
        RegexOptions.None,
        TimeoutMilliseconds)]
    private static partial Regex VendorKey();

    // More documented prefixes: GitLab's other tokens, Slack apps, Stripe webhooks, Telegram, Twilio, Mailgun, Mailchimp, Square, Shopify, Databricks, New Relic, Grafana,
    // Linear, Doppler, Terraform, Pulumi, Docker Hub, PlanetScale, Postman, RubyGems, crates.io, Atlassian, Azure AD, Google OAuth, age.
    [GeneratedRegex(
        @"\b(?<secret>gl(?:dt|rt|cbt|ptt|ft|soat|agent|imt)-[\w-]{20,100}|xapp-[\w-]{20,200}|whsec_[A-Za-z0-9+/=]{20,100}|\d{8,10}:AA[\w-]{33}|SK[0-9a-f]{32}\b|key-[0-9a-f]{32}\b|[0-9a-f]{32}-us\d{1,2}\b|sq0(?:atp|csp)-[\w-]{20,60}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|dapi[0-9a-f]{32}|NRAK-[A-Z0-9]{27}|gl(?:sa|c)_[A-Za-z0-9+/=_]{30,300}|lin_api_[A-Za-z0-9]{30,60}|dp\.(?:pt|st|ct)\.[A-Za-z0-9.]{30,100}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{50,100}|pul-[0-9a-f]{40}|dckr_pat_[\w-]{20,60}|pscale_(?:tkn|pw)_[\w.-]{30,60}|PMAK-[0-9a-f]{20,30}-[0-9a-f]{30,40}|rubygems_[0-9a-f]{48}|cio[A-Za-z0-9]{32}\b|ATATT3[\w=-]{50,300}|ATBB[A-Za-z0-9]{20,60}|\w{3}8Q~[\w~.-]{30,40}|GOCSPX-[\w-]{20,40}|AGE-SECRET-KEY-1[A-Z0-9]{50,64})",
        RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex MoreVendorKeys();

    [GeneratedRegex(@"(?:discord(?:app)?\.com/api/webhooks/\d{5,25}/|webhook\.office\.com/webhookb2/|hooks\.zapier\.com/hooks/catch/|chat\.googleapis\.com/v1/spaces/[\w-]{1,60}/messages\?)(?<secret>[^\s""'<>]{8,400})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex WebhookUrl();

    // bcrypt, crypt(3) with MD5, SHA-256 and SHA-512, and LDAP's SHA-1: they can be tried out at leisure.
    [GeneratedRegex(@"(?<secret>\{S?SHA(?:256|512)?\}[A-Za-z0-9+/]{20,100}={0,2}|\$(?:2[aby]\$\d\d\$[./A-Za-z0-9]{53}|(?:1|5|6|apr1)\$(?:rounds=\d{1,9}\$)?[^\s$:]{1,16}\$[./A-Za-z0-9]{22,86}))", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex PasswordHash();

    // curl -u user:pass, sshpass -p pass, docker login -p pass, redis-cli -a pass, mysql -ppass, machine … login … password …
    [GeneratedRegex(@"\bcurl\s[^\r\n]{0,200}?(?:-u|--user)[ =]['""]?[^\s:'""]{1,100}:(?<secret>[^\s'""]{1,200})|\bsshpass\s+-p\s{0,3}['""]?(?<secret>[^\s'""]{1,200})|\b(?:docker|podman|buildah|skopeo|crane|oras|registry)\s{1,3}login\b[^\r\n]{0,200}?\s-p\s{0,3}['""]?(?<secret>[^\s'""]{1,200})|\bredis-cli\b[^\r\n]{0,100}?\s-a\s{1,3}['""]?(?<secret>[^\s'""]{1,200})|\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\r\n]{0,100}?\s-p(?<secret>[^\s'""-][^\s'""]{2,200})|\blogin\s{1,3}[^\s]{1,100}\s{1,3}password\s{1,3}(?<secret>[^\s]{1,200})", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex CommandPassword();

    // user:pass@tcp(host) of Go's MySQL driver, jdbc:oracle:thin:user/pass@, host:port:database:user:pass of .pgpass.
    [GeneratedRegex(@"(?<![\w./-])[\w.-]{1,64}:(?<secret>[^\s:@/]{1,200})@(?:tcp|unix)\(|\bjdbc:oracle:\w{1,10}:[^\s/:@]{1,64}/(?<secret>[^\s@]{1,200})@|(?<![\w./:-])(?:localhost|\*|[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}):(?:\d{2,5}|\*):[\w*-]{1,64}:[\w*-]{1,64}:(?<secret>[^\s:]{4,200})", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex DriverPassword();

    [GeneratedRegex(@"""auth\\?""\s{0,3}:\s{0,3}\\?""(?<secret>(?=[^""\s]{0,1000}[\dA-Z=])[A-Za-z0-9+/=]{8,1000})(?=\\?""|\s|$)|\b_auth(?:Token)?\s{0,3}=\s{0,3}(?<secret>[^\s]{8,500})", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex DockerAuth();

    [GeneratedRegex(@"\b(?:JSESSIONID|PHPSESSID|ASP\.NET_SessionId|connect\.sid|sessionid|csrftoken|XSRF-TOKEN|laravel_session)=(?<secret>[^\s;,""'&]{6,500})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex SessionCookie();

    /// <summary>E-mail addresses; redacted only where asked for.</summary>
    [GeneratedRegex(@"(?<![\w.+-])(?<secret>[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6})\b", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    public static partial Regex Email();

    /// <summary>IPv4 and IPv6 addresses; redacted only where asked for.</summary>
    [GeneratedRegex(@"(?<![\w.:])(?<secret>\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,6}::(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,6})?)(?![\w.])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    public static partial Regex IpAddress();

    // The password runs to the last @ before the path; a number after the colon and no @ is a port.
    [GeneratedRegex(@"://[^\s:/?#@""'\[\]]{0,200}:(?<secret>[^\s/?#""'<>]{1,500})@", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex UrlPassword();

    // Passwords that were not percent-encoded hold slashes; what begins with a port and a slash is an address and no password.
    [GeneratedRegex(@"://[^\s:/?#@""'\[\]]{0,200}:(?!\d{1,5}[/?#])(?<secret>[^\s@""'<>]{1,200})@(?=[\w.-]+(?::\d+)?(?:[/?\s""']|$))", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex UrlPasswordWithSlash();

    [GeneratedRegex(@"://(?<secret>[^\s:/?#@""'\[\]]{20,300})@", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex UrlToken();

    [GeneratedRegex(@"\b(?:proxy-)?authorization[""']?\s{0,3}[:=]\s{0,3}[""'\[]?(?:(?:bearer|basic|token|digest|negotiate|apikey)\s+)?(?<secret>(?!(?:bearer|basic|token|header|is|was|failed|required|missing|denied)\b)[^\s""',\]]{6,})", RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex AuthorizationHeader();

    // "Bearer token is missing" and "basic authentication" name no secret: a token holds a digit, Base64 a digit, capital or padding.
    [GeneratedRegex(@"\b(?:[Bb]earer\s+(?<secret>(?=[^\s]{0,200}\d)[A-Za-z0-9._~+/=-]{8,})|[Bb]asic\s+(?<secret>(?=[^\s]{0,200}[\dA-Z=])[A-Za-z0-9+/]{8,}={0,2}))", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex BearerOrBasic();

    [GeneratedRegex(@"\b(?:set-)?cookie:\s{0,3}(?<secret>[^\r\n]{4,})", RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex CookieHeader();

    // Pre-signed URLs of Azure, AWS and Google.
    [GeneratedRegex(@"[?&](?:sig|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature|access_token|id_token|code)=(?<secret>[^\s&""']{8,})", RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex UrlSignature();
}
