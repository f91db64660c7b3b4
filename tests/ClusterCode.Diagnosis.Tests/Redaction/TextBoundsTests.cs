using System.Text;
using ClusterCode.Diagnosis.Redaction;

namespace ClusterCode.Diagnosis.Tests.Redaction;

public sealed class TextBoundsTests
{
    [Theory]
    [InlineData("\u001b[31mERROR\u001b[0m down", "ERROR down")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("a\u0000b\u0008c\td\n", "abc\td\n")]
    [InlineData("10%\r20%\r\n30%", "10%\n20%\n30%")]
    [InlineData("evil\u202Etxt.exe\u200B", "eviltxt.exe")]
    public void What_controls_a_terminal_or_hides_is_taken_out(string text, string clean) => Assert.Equal(clean, TextBounds.Clean(text));

    [Fact]
    public void Half_a_character_is_replaced_and_a_whole_one_stays() =>
        Assert.Equal("half \ufffd only, whole \ud83d\ude00", TextBounds.Clean("half \ud83d only, whole \ud83d\ude00"));

    [Fact]
    public void A_cut_never_splits_a_character_and_keeps_the_bound()
    {
        for (var bound = 3; bound < 30; bound++)
        {
            var cut = TextBounds.Cut("ab😀é漢字😀 and more and more", bound);
            Assert.True(Encoding.UTF8.GetByteCount(cut) <= bound);
            Assert.EndsWith("…", cut, StringComparison.Ordinal);
            Assert.DoesNotContain('\ufffd', cut);
        }
    }

    [Fact]
    public void A_text_within_the_bound_stays() => Assert.Equal("short", TextBounds.Cut("short", 5));

    [Fact]
    public void The_last_lines_are_kept()
    {
        Assert.Equal(["b", "c"], TextBounds.LastLines("a\nb\nc\n\n", 2, 100));
        Assert.Empty(TextBounds.LastLines("\n", 5, 100));
        Assert.Equal("a b", TextBounds.Line(" a\nb ", 100));
    }
}
