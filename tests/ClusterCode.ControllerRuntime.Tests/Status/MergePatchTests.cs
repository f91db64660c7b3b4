using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Status;

namespace ClusterCode.ControllerRuntime.Tests.Status;

public sealed class MergePatchTests
{
    [Theory]
    [InlineData("""{}""", """{}""", null)]
    [InlineData("""{"a":1,"b":{"c":[1,2]}}""", """{"b":{"c":[1,2]},"a":1}""", null)]
    [InlineData("""{"a":{"x":1}}""", """{"a":{"x":1,"y":null}}""", null)]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""", """{"a":null}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"x":1,"y":3}}""", """{"a":{"y":3}}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"a":1}""", """{"a":{"x":1}}""", """{"a":{"x":1}}""")]
    public void The_patch_holds_what_differs(string source, string target, string? patch) =>
        Assert.Equal(patch, MergePatch.Create(JsonNode.Parse(source)!.AsObject(), JsonNode.Parse(target)!.AsObject())?.ToJsonString());

    [Fact]
    public void Without_a_source_the_patch_is_the_target() =>
        Assert.Equal("""{"a":1}""", MergePatch.Create(null, JsonNode.Parse("""{"a":1}""")!.AsObject())!.ToJsonString());
}
