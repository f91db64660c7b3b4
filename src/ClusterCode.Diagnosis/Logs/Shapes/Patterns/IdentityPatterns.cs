using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes.Patterns;

/// <summary>How peers (the Kubernetes API, clouds, databases, brokers, web services) say that they do not know who asks, or do not allow it.</summary>
internal static partial class IdentityPatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>The API server's authorizer (k8s.io/apiserver, responsewriters.Forbidden); before 1.12 without "resource" and "in API group".</summary>
    [GeneratedRegex("""User "(?<user>[^"]{1,250})" cannot (?<verb>[a-z]{2,30}) (?:resource "(?<resource>[^"]{1,200})" in API group "(?<group>[^"]{0,200})"|path "(?<path>[^"]{1,200})"|(?<resource>[a-z][\w.-]{1,100}(?:/[a-z]{1,40})?))(?:[ ,]{1,2}in the namespace "(?<ns>[^"]{1,63})"| at the cluster scope)?""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex ApiForbidden();

    [GeneratedRegex(
        """(?:User: (?<user>arn:[\w:/+=,.@-]{1,250}) )?is not authorized to perform:? ?(?<name>[\w-]{1,40}:[\w*]{1,80})(?: on resource: (?<path>[\w:/+=,.@*-]{1,250}))?"""
        + """|\b(?:InvalidIdentityToken|ExpiredToken(?:Exception)?|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|NoCredentialProviders|NoCredentialsError|WebIdentityErr|InvalidAccessKeyId|AuthFailure|CredentialsProviderError|SdkClientException: Unable to load)\b"""
        + """|Unable to (?:locate|load)(?: AWS)? credentials|no EC2 (?:IMDS|instance) (?:role|metadata)|failed to (?:refresh cached|retrieve) credentials|Access Key Id you provided does not exist|AccessDenied(?:Exception)?: (?!.{0,250}is not authorized to)(?=.{0,80}(?:S3|STS|KMS|User|arn:|Access Denied))|AccessDenied.{0,40}when calling the (?<name>\w{1,60}) operation"""
        + """|(?<![\w.+-])(?<user>[\w.+-]{1,100}@[\w.-]{1,150}\.iam\.gserviceaccount\.com) does not have (?<name>[\w.]{1,100}) access|does not have (?<name>[a-z]{2,40}\.[\w.]{3,100}) (?:access|permission)|Permission ["'](?<name>[\w.]{1,100})["'] denied on resource|googleapi: Error 40[13]|insufficient authentication scopes|(?:could not|couldn't) (?:find|load)(?: the)? default credentials|DefaultCredentialsError|IAM_PERMISSION_DENIED|Unable to generate access token|metadata: GCE metadata .{1,80} not defined"""
        + """|does not have authorization to perform action ["'](?<name>[^"']{1,200})["']|\bAADSTS\d{4,8}\b|ManagedIdentityCredential (?:authentication )?(?:unavailable|failed)|DefaultAzureCredential failed to retrieve|AuthorizationPermissionMismatch|KeyBasedAuthenticationNotPermitted|Caller is not authorized to perform action on resource|Identity not found""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex CloudDenied();

    /// <summary>Refusals whose wording belongs to peers alone.</summary>
    [GeneratedRegex(
        """password authentication failed for user ["'](?<user>[^"']{1,100})["']|\brole "(?<user>[^"]{1,100})" does not exist|(?:Peer|Ident|SCRAM|GSSAPI|LDAP|PAM|MD5|certificate) authentication failed for user "(?<user>[^"]{1,100})"|fe_sendauth: no password supplied|empty password returned by client|password-based authentication, but no password|client password must be a string"""
        + """|Access denied for user '(?<user>[^']{0,100})'@'[^']{0,200}'(?! to database)|Login failed for user '(?<user>[^']{0,100})'"""
        + """|\bNOAUTH\b|\bWRONGPASS\b|\bERR (?:invalid password|invalid username-password pair)|AUTH <password> called without any password|Client sent AUTH, but no password is set"""
        + """|Login was refused using authentication mechanism|login refused: user '(?<user>[^']{1,100})'|SaslAuthenticationException|SASL authentication (?:failed|error)|Authentication failed during authentication due to invalid credentials|SASL_AUTHENTICATION_FAILED"""
        + """|MongoServerError: (?:bad auth|Authentication failed)|\bAuthenticationFailed\b|bad auth\b|requires authentication\b|not authorized.{0,20}must authenticate|Authorization Violation|unable to authenticate user \[(?<user>[^\]]{1,100})\]|missing authentication credentials for|Provided username (?<user>\S{1,100}) and/or password are incorrect|authentication failed, invalid user ID or password|\b535[ -]5\.7\.\d|Username and Password not accepted|LDAP: error code 49|Permission denied \(publickey"""
        + """|ORA-01017|ORA-28000|code = Unauthenticated|You must be logged in to the server|the server has asked for the client to provide credentials|\bUNAUTHENTICATED\b""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Unauthenticated();

    /// <summary>Words that an application also uses for its own users; they count on lines that are errors.</summary>
    [GeneratedRegex("""\bauthentication (?:failed|failure|error)\b(?: for (?:user )?["']?(?<user>[\w.@-]{1,100}))?|invalid (?:credentials|username or password|user or password)|\bAuthentication required\b|bad credentials|incorrect (?:password|username or password)|(?:401|403)? ?Client Error: Unauthorized|\b401 (?:\(?Unauthorized|Authorization Required)|(?:returned|status(?:[ _]?code)?|HTTP(?:/\d(?:\.\d)?)?|error|code)[ :=("]{1,4}401\b|\bHTTP Error 401|\bUnauthorized\b|invalid (?:api|access|auth)[ _-]?(?:key|token)|api key (?:is )?(?:invalid|not valid|expired)|\b(?:invalid_client|invalid_grant|unauthorized_client)\b|(?:jwt|token) (?:is |has )?expired""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex UnauthenticatedByWords();

    /// <summary>Denials whose wording belongs to peers alone.</summary>
    [GeneratedRegex(
        """no pg_hba\.conf entry for host "[^"]{1,100}", user "(?<user>[^"]{1,100})", database "(?<name>[^"]{1,100})"|permission denied (?:for|to) (?:table|relation|schema|database|sequence|function|view|language|create \w{1,20})(?: "?(?<name>[\w.]{1,100}))?|must be owner of \w{1,30} "?(?<name>[\w.]{1,100})|must be superuser"""
        + """|Access denied for user '(?<user>[^']{0,100})'@'[^']{0,200}' to database '(?<name>[^']{1,100})'|command denied to user '(?<user>[^']{1,100})'|Access denied; you need"""
        + """|not authorized on (?<name>[\w.-]{1,100}) to execute command|\bNOPERM\b|ACCESS_REFUSED - (?!Login)|access to vhost '(?<name>[^']{1,100})'|(?:Topic|Group|Cluster|TransactionalId)AuthorizationException|Not authorized to access (?:topics?|group):? ?\[?(?<name>[\w.-]{1,200})|_AUTHORIZATION_FAILED"""
        + """|You can't write against a read only (?:replica|slave)|cannot execute [A-Z ]{3,40} in a read-only transaction|running with the --(?:super-)?read-only option|FORBIDDEN/\d+/index read-only|NotWritablePrimary|not (?:master|primary) and|code = PermissionDenied|\bPERMISSION_DENIED\b|security_exception.{0,80}is unauthorized|Code: 403\. Errors|ORA-01031|permission denied for Scram""",
        Options,
        LogPatterns.TimeoutMilliseconds)]
    public static partial Regex Denied();

    /// <summary>Words that an application also uses for its own users; they count on lines that are errors.</summary>
    [GeneratedRegex("""\b403 (?:Client Error: )?\(?Forbidden|(?:returned|status(?:[ _]?code)?|HTTP(?:/\d(?:\.\d)?)?|error|code)[ :=("]{1,4}403\b|HTTP Error 403|Response status code does not indicate success: 403|\bAccessDeniedException: (?!/)|\bAccess Denied\b""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex DeniedByWords();

    [GeneratedRegex("""too many clients|too many connections(?: for (?:role|user) "?(?<user>[\w.-]{1,100})| for database "?(?<name>[\w.-]{1,100}))?|remaining connection slots are reserved|max number of clients reached|exceeded the 'max_user_connections'|ORA-00018|ORA-12516|ORA-12519|ORA-12520|connection limit (?:exceeded|reached)|maximum (?:number of|allowed) (?:connections|clients)(?: \w{1,20}){0,3} (?:reached|exceeded)|no more connections allowed|is blocked because of many connection errors|PRODUCER_QUOTA|no free (?:backend )?connections? slots?|server login has been failing|max_client_conn|Too many open connections""", Options, LogPatterns.TimeoutMilliseconds)]
    public static partial Regex TooManyConnections();
}
