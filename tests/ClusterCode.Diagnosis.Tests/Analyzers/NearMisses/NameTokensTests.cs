using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Tests.Analyzers.NearMisses;

public sealed class NameTokensTests
{
    [Theory]
    [InlineData("DATABASE_URL", "database,url")]
    [InlineData("checkout-config", "checkout,config")]
    [InlineData("dbUrl", "db,url")]
    [InlineData("app.kubernetes.io/name", "app,kubernetes,io,name")]
    [InlineData("__", "")]
    [InlineData("", "")]
    public void A_name_is_split_into_its_words(string name, string words) => Assert.Equal(words, string.Join(',', NameTokens.Split(name)));

    [Theory]
    [InlineData("db", "database", true)]
    [InlineData("pwd", "password", true)]
    [InlineData("conf", "config", true)]
    [InlineData("url", "database", false)]
    [InlineData("d", "database", false)]
    [InlineData("database", "db", false)]
    public void Abbreviations_are_recognised(string shorter, string longer, bool expected) => Assert.Equal(expected, NameTokens.IsAbbreviation(shorter, longer));
}
