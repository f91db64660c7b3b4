using ClusterCode.Diagnosis.Analyzers;

namespace ClusterCode.Diagnosis.Tests.Analyzers;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0.4, "less than 1 s")]
    [InlineData(2, "2 s")]
    [InlineData(90, "90 s")]
    [InlineData(180, "3 min")]
    [InlineData(7200, "2 h")]
    [InlineData(259200, "3 days")]
    public void Durations_read_as_people_say_them(double seconds, string words) => Assert.Equal(words, Wording.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_quote_is_one_line_and_bounded()
    {
        Assert.Equal("a b c", Wording.Clip(" a\n\tb   c "));
        Assert.Equal(Wording.LongestQuote, Wording.Clip(new string('x', 5000)).Length);
        Assert.Equal("", Wording.Clip(null));
    }

    [Fact]
    public void Long_lists_are_counted_at_their_end()
    {
        Assert.Equal("a", Wording.List(["a"]));
        Assert.Equal("a, b and c", Wording.List(["a", "b", "c"]));
        Assert.Equal("a, b and 2 more", Wording.List(["a", "b", "c", "d"], 2));
    }
}
