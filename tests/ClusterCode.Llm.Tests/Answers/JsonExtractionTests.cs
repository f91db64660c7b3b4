using ClusterCode.Llm.Answers;

namespace ClusterCode.Llm.Tests.Answers;

public class JsonExtractionTests
{
    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("```json\n{\"a\":1}\n```")]
    [InlineData("<think>maybe {\"a\":2}</think>\n{\"a\":1}")]
    [InlineData("thinking without a start {\"a\":2}</think>{\"a\":1}")]
    [InlineData("Here is the answer: {\"a\":1} I hope it helps {smile}")]
    [InlineData("The set {x, y} is empty. {\"a\":1}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1, "b":["x",],}""")]
    [InlineData("""{"a":1, "b":"a brace } in \" a string {"}""")]
    public void The_object_is_found(string text)
    {
        Assert.True(JsonExtraction.TryFind(text, out var document));
        using (document)
            Assert.Equal(1, document.RootElement.GetProperty("a").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("I cannot answer that.")]
    [InlineData("""{"a": "cut o""")]
    [InlineData("""{"a": [1, 2""")]
    [InlineData("{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{")]
    [InlineData("[1, 2, 3]")]
    [InlineData("{'a': 1}")]
    public void What_holds_no_object_is_refused(string text) => Assert.False(JsonExtraction.TryFind(text, out _));

    [Fact]
    public void Endless_braces_are_given_up_soon()
    {
        Assert.False(JsonExtraction.TryFind(new string('{', 200_000), out _));
        Assert.False(JsonExtraction.TryFind(string.Concat(Enumerable.Repeat("{x}", 80_000)), out _));
        Assert.False(JsonExtraction.TryFind(new string('[', 300_000) + "{\"a\":1}", out _));
    }
}
