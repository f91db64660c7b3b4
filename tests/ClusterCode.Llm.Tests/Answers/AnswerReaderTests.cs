using ClusterCode.Llm.Answers;

namespace ClusterCode.Llm.Tests.Answers;

public class AnswerReaderTests
{
    [Fact]
    public void A_complete_answer_is_read()
    {
        var answer = Read("""
            {"cause":"c1","explanation":[{"text":"A.","evidence":["e1","e2"]}],"answer":[],
             "followUps":[[{"text":"B.","evidence":["e3"]}],[]],"fixes":[{"title":"T","command":"kubectl get pods"}]}
            """, out var problems, followUps: 2);
        Assert.Empty(problems);
        Assert.Equal("c1", answer!.Cause);
        Assert.Equal(["e1", "e2"], Assert.Single(answer.Explanation).Evidence);
        Assert.Equal(2, answer.FollowUps.Count);
        Assert.Equal("B.", Assert.Single(answer.FollowUps[0]).Text);
        Assert.Equal("kubectl get pods", Assert.Single(answer.Fixes).Command);
    }

    [Theory]
    [InlineData("\"e1, e2\"")]
    [InlineData("[\"[e1]\", \"e2\"]")]
    [InlineData("\"[e1][e2]\"")]
    [InlineData("[\"e1 e2\"]")]
    public void Ids_are_read_in_the_forms_that_small_models_write(string evidence) =>
        Assert.Equal(["e1", "e2"], Read($$"""{"cause":"other","explanation":[{"text":"A.","evidence":{{evidence}}}],"answer":[]}""", out _)!.Explanation[0].Evidence);

    [Theory]
    [InlineData("""{"explanation":[],"answer":[]}""", "\"cause\" must be one of c1, other")]
    [InlineData("""{"cause":"c9","explanation":[],"answer":[]}""", "\"cause\" must be one of c1, other")]
    [InlineData("""{"cause":"c1","answer":[]}""", "\"explanation\" is missing")]
    [InlineData("""{"cause":"c1","explanation":"It failed.","answer":[]}""", "\"explanation\" must be an array")]
    [InlineData("""{"cause":"c1","explanation":["It failed."],"answer":[]}""", "every item of \"explanation\" must be an object")]
    [InlineData("""{"cause":"c1","explanation":[{"text":"A."}],"answer":[]}""", "every item of \"explanation\" must be an object")]
    [InlineData("""{"cause":"c1","explanation":[{"text":1,"evidence":["e1"]}],"answer":[]}""", "every item of \"explanation\" must be an object")]
    [InlineData("""{"cause":"c1","explanation":[{"text":"A.","evidence":[1]}],"answer":[]}""", "every item of \"explanation\" must be an object")]
    [InlineData("""{"cause":"c1","explanation":[]}""", "\"answer\" is missing")]
    [InlineData("""{"cause":"c1","explanation":[{"text":"\ud800","evidence":["e1"]}],"answer":[]}""", "valid")]
    [InlineData("no", "holds no JSON object")]
    [InlineData("{\"cause\":", "not valid JSON")]
    public void What_is_wrong_is_named(string text, string problem)
    {
        Assert.Null(Read(text, out var problems));
        Assert.Contains(problems, p => p.Contains(problem, StringComparison.Ordinal));
    }

    private static ModelAnswer? Read(string text, out IReadOnlyList<string> problems, int followUps = 0)
    {
        var reader = new AnswerReader(["c1"], questionAsked: true, followUps);
        var answer = reader.Read(text);
        problems = reader.Problems;
        return answer;
    }
}
