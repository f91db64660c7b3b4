using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ClusterCode.Llm.Redaction;

namespace ClusterCode.Llm.Tests.Redaction;

public class SecretRedactorTests
{
    public static TheoryData<string, string> Secrets => new()
    {
        { "Authorization: Bearer abcdefghijklmnop.123", "abcdefghijklmnop" },
        { "key AKIAIOSFODNN7EXAMPLE used", "AKIAIOSFODNN7EXAMPLE" },
        { "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEA" },
        { "-----BEGIN PRIVATE KEY-----\nMIIEcutoff", "MIIEcutoff" },
        { "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sflKxwRJSMeKKF2QT4", "eyJzdWIiOiIxMjM0In0" },
        { "password=hunter22", "hunter22" },
        { "DB_PASSWORD: hunter22", "hunter22" },
        { """{"password": "hunter22"}""", "hunter22" },
        { "postgres://app:hunter22@db:5432/shop", "hunter22" },
        { "https://:hunter22@host/", "hunter22" },
        { "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCY", "wJalrXUtnFEMI" },
        { "api-key: 0123456789abcdef", "0123456789abcdef" },
        { "using sk-proj-abcdefgh12345678", "abcdefgh12345678" },
        { "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnop" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Secrets_are_replaced(string text, string secret)
    {
        var redacted = SecretRedactor.Redact(text);
        Assert.DoesNotContain(secret, redacted, StringComparison.Ordinal);
        Assert.Contains("[redacted:", redacted, StringComparison.Ordinal);
        Assert.Equal(redacted, SecretRedactor.Redact(redacted));
    }

    [Theory]
    [InlineData("couldn't find key DB_URL in ConfigMap shop/checkout-config")]
    [InlineData("secret \"db-credentials\" not found")]
    [InlineData("password authentication failed for user app")]
    [InlineData("image registry.example/shop/catalog:2.4.1")]
    [InlineData("http://inventory.shop.svc:8080/health")]
    public void Ordinary_messages_stay_as_they_are(string text) => Assert.Equal(text, SecretRedactor.Redact(text));

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_request_body_loses_its_secrets_and_stays_JSON(string text, string secret)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { model = "m", max_tokens = 5, temperature = 0.1, stream = true, nothing = (string?)null, messages = new[] { new { role = "user", content = text } } });
        var redacted = Encoding.UTF8.GetString(RequestBodyRedactor.Redact(body));
        Assert.DoesNotContain(secret, redacted, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(redacted);
        Assert.Equal(5, document.RootElement.GetProperty("max_tokens").GetInt32());
        Assert.True(document.RootElement.GetProperty("stream").GetBoolean());
        Assert.Equal("user", document.RootElement.GetProperty("messages")[0].GetProperty("role").GetString());
    }

    [Theory]
    [InlineData("password=a://:@-----BEGIN PRIVATE KEY-----eyJ")]
    [InlineData("-----END PRIVATE KEY-----")]
    [InlineData("AbCdEfGhIjKlMnOpQrSt -----END ")]
    [InlineData("password:token:secret=")]
    [InlineData("--password-key.")]
    [InlineData("name=key value=")]
    [InlineData("curl login docker mysql ")]
    [InlineData("a:b@")]
    [InlineData("\\\"password\\\":")]
    [InlineData("sk-eyJhdXRocyI6LS0tLS1CRUdJTi")]
    public void A_long_hostile_text_is_redacted_in_bounded_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
        var started = Stopwatch.GetTimestamp();
        SecretRedactor.Redact(text);
        // Two tries of at most two seconds for each rule that needs them; commonly it is a fraction of a second in all.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
