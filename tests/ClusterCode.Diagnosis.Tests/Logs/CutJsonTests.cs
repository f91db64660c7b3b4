using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Tests.Logs;

/// <summary>Long lines are cut; what a line of JSON said before the cut is read all the same.</summary>
public sealed class CutJsonTests
{
    [Theory]
    [InlineData("""{"level":"error","msg":"cannot open the led""", """{"level":"error","msg":"cannot open the led"}""")]
    [InlineData("""{"level":"error","msg":"no rates","stack":{"at":["a","b""", """{"level":"error","msg":"no rates","stack":{"at":["a","b"]}}""")]
    [InlineData("""{"level":"error","msg":"no rates","sta""", """{"level":"error","msg":"no rates"}""")]
    [InlineData("""{"level":"error","msg":"path C:\""", """{"level":"error","msg":"path C:"}""")]
    [InlineData("""{"level":"error","msg":"ends in \\""", """{"level":"error","msg":"ends in \\"}""")]
    [InlineData("""{"level":"error","msg":"half \u00""", """{"level":"error","msg":"half "}""")]
    [InlineData("""{"level":"error","msg":"a \"quoted\" word\""", """{"level":"error","msg":"a \"quoted\" word"}""")]
    [InlineData("""{"lev""", null)]
    [InlineData("""{"msg":"whole"}""", null)]
    public void What_stands_before_the_cut_is_kept(string cut, string? closed) => Assert.Equal(closed, CutJson.Close(cut));

    [Fact]
    public void A_cut_line_is_read_by_level_and_message()
    {
        var line = LogLine.Parse("""{"ts":"2026-11-22T14:00:00Z","log.level":"ERROR","message":"node validation exception: vm.max_map_count [65530] is too low","error.stack_trace":"java.lang.Ill""");
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Equal("node validation exception: vm.max_map_count [65530] is too low", line.Text);
    }

    [Fact]
    public void Every_cut_of_a_line_is_read_without_a_throw()
    {
        const string Whole = """{"level":"error","msg":"it said \"no\" [again], {twice}","n":[1,2,{"a":null}],"err":{"message":"refused\n\tat x","code":"E\u0041"},"ok":true}""";
        for (var length = 1; length <= Whole.Length; length++)
        {
            var line = LogLine.Parse(Whole[..length]);
            Assert.True(length < 52 || line.Level == LogLevel.Error, Whole[..length]);
        }
    }
}
