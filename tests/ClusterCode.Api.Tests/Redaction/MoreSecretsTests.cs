using ClusterCode.Api.Redaction;

namespace ClusterCode.Api.Tests.Redaction;

/// <summary>Kinds of secrets beyond the common ones. Samples are put together here, so that no scanner takes them for real ones.</summary>
public sealed class MoreSecretsTests
{
    private const string Hex32 = "0123456789abcdef0123456789abcdef";
    private const string Base40 = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCd";

    private readonly Redactor _redactor = new();

    public static TheoryData<string, string> Secrets => new()
    {
        { "token ", "glrt-" + Base40 }, { "token ", "gldt-" + Base40 }, { "token ", "glptt-" + Base40 }, { "x ", "glpat-" + Base40 },
        { "x ", "ghp_" + Base40 }, { "x ", "gho_" + Base40 }, { "x ", "github_pat_" + Base40 }, { "x ", "xoxb-" + Base40 }, { "x ", "xapp-" + Base40 },
        { "x ", "sk_live_" + Base40 }, { "x ", "rk_test_" + Base40 }, { "x ", "whsec_" + Base40 }, { "x ", "sk-" + Base40 }, { "x ", "npm_" + Base40 }, { "x ", "pypi-" + Base40 },
        { "x ", "hf_" + Base40 }, { "x ", "dop_v1_" + Hex32 + Hex32 }, { "x ", "hvs." + Base40 }, { "bot ", "123456789:AA" + Base40[..33] }, { "x ", "SK" + Hex32 }, { "x ", "key-" + Hex32 },
        { "x ", Hex32 + "-us12" }, { "x ", "sq0atp-" + Base40 }, { "x ", "shpat_" + Hex32 }, { "x ", "dapi" + Hex32 }, { "x ", "NRAK-ABCDEFGHIJKLMNOPQRSTUVWXYZ0" }, { "x ", "glsa_" + Base40 },
        { "x ", "lin_api_" + Base40 }, { "x ", "dp.pt." + Base40 }, { "x ", "AbCdEf01234567.atlasv1." + Base40 + Base40 }, { "x ", "pul-" + Hex32 + "01234567" }, { "x ", "dckr_pat_" + Base40 },
        { "x ", "pscale_tkn_" + Base40 }, { "x ", "PMAK-" + Hex32[..24] + "-" + Hex32 + "01" }, { "x ", "rubygems_" + Hex32 + Hex32[..16] }, { "x ", "cio" + Base40[..32] },
        { "x ", "ATATT3" + Base40 + Base40 }, { "x ", "abc8Q~" + Base40[..34] }, { "x ", "GOCSPX-" + Base40[..28] }, { "x ", "AGE-SECRET-KEY-1" + new string('Q', 58) }, { "x ", "AIza" + Base40[..35] },
        { "x ", "ya29." + Base40 }, { "x ", "ASIA" + "ABCDEFGHIJKLMNOP" }, { "x ", "SG." + Base40[..22] + "." + Base40 },
        { "hook https://discord.com/api/webhooks/123456789012345678/", Base40 }, { "hook https://hooks.slack.com/services/", "T0000/B0000/" + Base40[..24] },
        { "hook https://acme.webhook.office.com/webhookb2/", "uuid@uuid/IncomingWebhook/" + Hex32 },
        { "user:", "$2b$12$" + Base40 + Base40[..13] }, { "root:", "$6$saltsalt$" + Base40 + Base40 }, { "curl -u bob:", "hunter22" }, { "sshpass -p ", "hunter22" }, { "redis-cli -h cache -a ", "hunter22" },
        { "mysql -h db -u root -p", "hunter22" }, { "machine git.example login bob password ", "hunter22" }, { "{\"auths\":{\"r\":{\"auth\":\"", "dXNlcjpwYXNzd29yZA==" }, { "//registry/:_authToken=", Base40 },
        { "JSESSIONID=", Hex32 }, { "PHPSESSID=", Hex32 }, { "connect.sid=", "s%3A" + Base40 }, { "client-key-data: ", Base40 }, { "aws_session_token=", Base40 }, { "SharedAccessKey=", Base40 },
        { "otpauth://totp/x?secret=", "JBSWY3DPEHPK3PXP" }, { "X-Api-Key: ", Base40 }, { "PGPASSWORD=", "hunter22" }, { "jdbc:postgresql://db/x?user=a&password=", "hunter22" }, { "ftp://bob:", "hunter22@files" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void They_are_replaced_and_stay_so(string before, string secret)
    {
        var redacted = _redactor.Redact($"{before}{secret} and more");
        Assert.DoesNotContain(secret.Split('@')[0], redacted, StringComparison.Ordinal);
        Assert.Equal(redacted, _redactor.Redact(redacted));
    }

    [Theory]
    [InlineData("image registry.example/shop/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("pod checkout-7d9f6c5b4d-x2x4z uid 3f1c0b1e-8f0a-4b53-9a57-0c1d2e3f4a5b")]
    [InlineData("commit 4d3ecdb1f0a9e8d7c6b5a4938271605f4e3d2c1b merged")]
    [InlineData("bob@shop.example called from 10.1.2.3")]
    [InlineData("containerd://0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("resourceVersion 123456789 etag W/\"abc\"")]
    [InlineData("mysql -h db -u root --protocol tcp")]
    [InlineData("curl -sSf http://api:8080/healthz")]
    [InlineData("price is $5 and $6 today")]
    public void What_only_looks_made_by_a_machine_stays(string text) => Assert.Equal(text, _redactor.Redact(text));

    [Fact]
    public void Addresses_go_only_where_asked_for()
    {
        var all = new Redactor(new RedactionOptions { Emails = true, Addresses = true });
        var redacted = all.Redact("bob@shop.example called 10.1.2.3:80 and [fd00::1]:80");
        Assert.DoesNotContain("bob@", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.2.3", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("fd00", redacted, StringComparison.Ordinal);
        Assert.Equal(redacted, all.Redact(redacted));
    }
}
