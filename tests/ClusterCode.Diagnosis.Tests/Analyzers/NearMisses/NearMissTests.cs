using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Tests.Analyzers.NearMisses;

public sealed class NearMissTests
{
    [Theory]
    [InlineData("DB_URL", "DATABASE_URL")]
    [InlineData("SMTP_HOST", "SMTP_HOSTNAME")]
    [InlineData("SMTP_HOST", "MAIL_SMTP_HOST")]
    [InlineData("DB_PWD", "DB_PASSWORD")]
    [InlineData("dbUrl", "DB_URL")]
    [InlineData("pricing-config", "pricing-conf")]
    [InlineData("pricing-config", "pricing-configs")]
    [InlineData("billing-key", "biling-key")]
    [InlineData("premium-nvme", "premium-nvm")]
    [InlineData("wroker", "worker")]
    [InlineData("pyhton", "python")]
    [InlineData("token", "Token")]
    [InlineData("app.yaml", "app.yml")]
    public void A_name_that_was_probably_meant_is_found(string wanted, string meant) =>
        Assert.Equal(meant, NearMiss.Best(wanted, ["unrelated", "kube-root-ca.crt", meant]));

    [Theory]
    [InlineData("DB_URL", "API_URL")]
    [InlineData("DB_URL", "DB_HOST")]
    [InlineData("checkout-config", "pricing-config")]
    [InlineData("agent", "wget")]
    [InlineData("token", "key")]
    [InlineData("cat", "env")]
    [InlineData("", "anything")]
    [InlineData("---", "___")]
    public void Names_that_have_little_in_common_are_no_near_miss(string wanted, string other) => Assert.Null(NearMiss.Best(wanted, [other]));

    [Fact]
    public void The_likeliest_comes_first_and_the_name_itself_never() =>
        Assert.Equal(["DATABASE_URL", "CACHE_DB_URL"], NearMiss.Find("DB_URL", ["CACHE_DB_URL", "DB_URL", "DATABASE_URL", "DATABASE_URL", "PORT"], 3));

    [Fact]
    public void Absurdly_long_names_are_compared_by_their_beginning() =>
        Assert.True(NearMiss.Similarity(new string('a', 100_000), new string('a', 90_000)) > 0.99);
}
