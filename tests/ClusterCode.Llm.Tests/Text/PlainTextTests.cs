using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Tests.Text;

public class PlainTextTests
{
    [Theory]
    [InlineData("a\u3164b\u115fc\u2800d", "abcd")]
    [InlineData("a\ufe0fb\u034fc", "abc")]
    [InlineData("a\udb80\udc00b\udb40\udc41c", "abc")]
    [InlineData("smile \ud83d\ude00", "smile \ud83d\ude00")]
    [InlineData("a\u2028b", "a\nb")]
    public void What_nobody_sees_is_taken_out(string text, string clean) => Assert.Equal(clean, PlainText.Clean(text));

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("abc", PlainText.Clean("a\ud800b\udc00c"));

    [Theory]
    [InlineData("a\u0300\u0301\u0302\u0303\u0304\u0305b", "a\u0300\u0301\u0302b")]
    [InlineData("a\u0300\u0301\u0302\u200b\u0303\u0304b", "a\u0300\u0301\u0302b")]
    [InlineData("שָּׁלוֹם", "שָּׁלוֹם")]
    public void Marks_do_not_pile_up(string text, string clean) => Assert.Equal(clean, PlainText.Clean(text));
}
