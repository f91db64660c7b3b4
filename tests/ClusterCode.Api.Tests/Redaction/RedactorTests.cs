using ClusterCode.Api.Redaction;

namespace ClusterCode.Api.Tests.Redaction;

public sealed class RedactorTests
{
    private readonly Redactor _redactor = new();

    [Theory]
    [InlineData("DB_PASSWORD=hunter2 next", "hunter2", "password")]
    [InlineData("password: hunter2", "hunter2", "password")]
    [InlineData("  password: 'hunter 2'", "hunter 2", "password")]
    [InlineData("{\"user\":\"bob\",\"password\":\"hunter2\"}", "hunter2", "password")]
    [InlineData("{\"apiKey\": \"abcdef\", \"x\": 1}", "abcdef", "key")]
    [InlineData("body={\\\"client_secret\\\":\\\"s3cr3t\\\"}", "s3cr3t", "secret")]
    [InlineData("Server=db;User Id=sa;Password=Pa$$w0rd,1;Encrypt=true", "Pa$$w0rd,1", "password")]
    [InlineData("DefaultEndpointsProtocol=https;AccountKey=abc123/+==;EndpointSuffix=x", "abc123/+==", "key")]
    [InlineData("connecting to postgres://shop:hunter2@db:5432/shop", "hunter2", "password")]
    [InlineData("amqp://guest:p@ss:w0rd@mq/", "p@ss:w0rd", "password")]
    [InlineData("redis://:hunter2@cache:6379/0", "hunter2", "password")]
    [InlineData("postgres://shop:pa/ss@db/shop", "pa/ss", "password")]
    [InlineData("https://x:abc@git.example/repo", "abc", "password")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123 expired", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123", "jwt")]
    [InlineData("using AKIAIOSFODNN7EXAMPLE in eu-west-1", "AKIAIOSFODNN7EXAMPLE", "key")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "key")]
    [InlineData("clone with ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "key")]
    [InlineData("Authorization: Bearer abcdefgh12345678", "abcdefgh12345678", "token")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz", "token")]
    [InlineData("curl -H 'X-Auth: Bearer a1b2c3d4e5f6'", "a1b2c3d4e5f6", "token")]
    [InlineData("run --db-password hunter2 --verbose", "hunter2", "password")]
    [InlineData("run --token=abc --verbose", "abc", "token")]
    [InlineData("Set-Cookie: session=abcd; Path=/", "session=abcd", "cookie")]
    [InlineData("GET /blob?sv=2020&sig=AbCdEf%2B123456 HTTP/1.1", "AbCdEf%2B123456", "signature")]
    [InlineData("login failed, invalid password: hunter2hunter", "hunter2hunter", "password")]
    [InlineData("config {Host:db Password:hunter2}", "hunter2", "password")]
    public void A_secret_is_replaced_and_its_surroundings_stay(string text, string secret, string kind)
    {
        var redacted = _redactor.Redact(text);
        Assert.DoesNotContain(secret, redacted, StringComparison.Ordinal);
        Assert.Matches($@"\[redacted:{kind}:[0-9a-f]{{4}}\]", redacted);
        Assert.Equal(redacted, _redactor.Redact(redacted));
        Assert.StartsWith(text[..1], redacted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DB_URL is not set")]
    [InlineData("DB_PASSWORD is not set")]
    [InlineData("DB_PASSWORD: required")]
    [InlineData("sh: SMTP_HOST: SMTP_HOST is required")]
    [InlineData("couldn't find key DB_PASSWORD in Secret shop/checkout")]
    [InlineData("secret \"vault-tls\" not found")]
    [InlineData("configmap \"pricing-config\" not found")]
    [InlineData("SyntaxError: Unexpected token: } in JSON at position 12")]
    [InlineData("invalid token: unexpected end of input")]
    [InlineData("FATAL: password authentication failed for user \"shop\"")]
    [InlineData("password=")]
    [InlineData("password=null, token=undefined")]
    [InlineData("max_tokens=4096 tokens: 12")]
    [InlineData("secretName: vault-tls")]
    [InlineData("tokenPath=/var/run/secrets/token")]
    [InlineData("PASSWORD_FILE=/run/secrets/pw")]
    [InlineData("PWD=/app OLDPWD=/")]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS=/etc/gcp/key.json")]
    [InlineData("password: ${DB_PASSWORD}")]
    [InlineData("key=DB_URL value=x")]
    [InlineData("Bearer token is missing")]
    [InlineData("basic authentication required")]
    [InlineData("dial tcp 10.96.14.7:8080: connect: connection refused")]
    [InlineData("Get \"http://10.88.0.21:8081/\": dial tcp 10.88.0.21:8081: connect: connection refused")]
    [InlineData("see http://host:8080/a/b@c")]
    [InlineData("error: --token is required")]
    [InlineData("MountVolume.SetUp failed for volume \"kube-api-access-token\" : failed to fetch token: pod not found")]
    [InlineData("[redacted:password:ab12]")]
    public void Harmless_words_stay(string text) => Assert.Equal(text, _redactor.Redact(text));

    [Fact]
    public void A_private_key_goes_whole_even_where_the_text_begins_or_ends_within_it()
    {
        var body = string.Join('\n', Enumerable.Repeat("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj", 5));
        var whole = _redactor.Redact($"before\n-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----\nafter");
        Assert.Matches(@"^before\n\[redacted:private-key:[0-9a-f]{4}\]\nafter$", whole);
        Assert.DoesNotContain("MIIE", _redactor.Redact($"{body}\n-----END PRIVATE KEY-----\nafter"), StringComparison.Ordinal);
        Assert.DoesNotContain("MIIE", _redactor.Redact($"x\n-----BEGIN PRIVATE KEY-----\n{body}"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_secret_gets_the_same_placeholder_and_another_secret_another()
    {
        Assert.Equal(_redactor.Redact("password=one"), new Redactor().Redact("password=one"));
        Assert.NotEqual(_redactor.Redact("password=one"), _redactor.Redact("password=two"));
    }

    [Theory]
    [InlineData("DB_PASSWORD", "hunter2", true)]
    [InlineData("SMTP_PASS", "hunter2", true)]
    [InlineData("STRIPE_API_KEY", "abc", true)]
    [InlineData("sshPrivateKey", "abc", true)]
    [InlineData("DB_HOST", "db.shop", false)]
    [InlineData("TOKEN_URL", "http://idp/token", false)]
    [InlineData("KEY", "DB_URL", false)]
    [InlineData("BYPASS", "yes", false)]
    [InlineData("COMPASS_HOST", "x", false)]
    [InlineData("DB_PASSWORD", "$(OTHER)", false)]
    public void A_value_is_judged_by_its_name(string name, string value, bool secret) =>
        Assert.Equal(secret, _redactor.RedactValue(name, value) != value);

    [Fact]
    public void A_value_under_a_harmless_name_is_still_judged_by_its_shape() =>
        Assert.DoesNotContain("hunter2", _redactor.RedactValue("DATABASE_URL", "postgres://shop:hunter2@db/shop"), StringComparison.Ordinal);

    [Fact]
    public void The_argument_after_a_secret_flag_goes() =>
        Assert.Equal(
            ["serve", "--password", "[redacted:password:f52f]", "--port", "8080"],
            _redactor.RedactArguments(["serve", "--password", "hunter2", "--port", "8080"]));

    [Fact]
    public void A_hostile_text_is_redacted_in_bounded_time()
    {
        var text = string.Concat(Enumerable.Repeat("password:password=a:b@", 3000));
        var started = DateTime.UtcNow;
        Assert.NotEqual(text, _redactor.Redact(text));
        Assert.True(DateTime.UtcNow - started < TimeSpan.FromSeconds(20));
    }
}
