using ClusterCode.Api.Durations;

namespace ClusterCode.Api.Tests.Durations;

public class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("120s", 120_000)]
    [InlineData("+5s", 5_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData(".5s", 500)]
    [InlineData("250ms", 250)]
    [InlineData("1h2m3s4ms", 3_723_004)]
    [InlineData("1000us", 1)]
    [InlineData("1000µs", 1)]
    [InlineData("1000000ns", 1)]
    public void Go_durations_are_read(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoDuration.Parse(text));

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("-5s", "negative")]
    [InlineData("120", "\"120\" is not a duration")]
    [InlineData("2 minutes", "is not a duration")]
    [InlineData("1d", "is not a duration")]
    [InlineData("s", "is not a duration")]
    [InlineData("1..5s", "is not a duration")]
    [InlineData("5s ", "is not a duration")]
    [InlineData("99999999999h", "too long")]
    [InlineData("9999999999999999999999999999999999s", "is not a duration")]
    public void Anything_else_is_refused_with_what_to_write(string? text, string problem)
    {
        Assert.False(GoDuration.TryParse(text, out var value, out var error));
        Assert.Equal(TimeSpan.Zero, value);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.Contains("write a Go duration such as 30s", error, StringComparison.Ordinal);
        Assert.Equal(error, Assert.Throws<FormatException>(() => GoDuration.Parse(text!)).Message);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("250ms")]
    [InlineData("1.5ms")]
    [InlineData("45s")]
    [InlineData("2m")]
    [InlineData("1m30.5s")]
    [InlineData("26h1m")]
    public void What_is_written_is_read_back(string text) => Assert.Equal(text, GoDuration.Format(GoDuration.Parse(text)));
}
