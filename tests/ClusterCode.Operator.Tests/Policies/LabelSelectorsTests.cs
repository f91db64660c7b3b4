using ClusterCode.Operator.Policies;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Policies;

public sealed class LabelSelectorsTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["tier"] = "front" };

    [Theory]
    [InlineData("app", "In", "web,api", true)]
    [InlineData("app", "In", "api", false)]
    [InlineData("none", "In", "web", false)]
    [InlineData("app", "NotIn", "web", false)]
    [InlineData("app", "NotIn", "api", true)]
    [InlineData("none", "NotIn", "web", true)]
    [InlineData("app", "Exists", null, true)]
    [InlineData("none", "Exists", null, false)]
    [InlineData("app", "DoesNotExist", null, false)]
    [InlineData("none", "DoesNotExist", null, true)]
    [InlineData("app", "In", null, false)]
    [InlineData("app", "NotIn", null, true)]
    [InlineData("app", "Like", "web", false)]
    public void Expressions_mean_what_they_mean_to_Kubernetes(string key, string @operator, string? values, bool matches)
    {
        var selector = new V1LabelSelector
        {
            MatchExpressions = [new V1LabelSelectorRequirement { Key = key, OperatorProperty = @operator, Values = values?.Split(',') }],
        };
        Assert.Equal(matches, LabelSelectors.Matches(selector, Labels));
    }

    [Fact]
    public void An_absent_or_empty_selector_matches_everything()
    {
        Assert.True(LabelSelectors.Matches(null, Labels));
        Assert.True(LabelSelectors.Matches(null, null));
        Assert.True(LabelSelectors.Matches(new V1LabelSelector(), null));
    }

    [Fact]
    public void Labels_and_expressions_must_all_match()
    {
        var selector = new V1LabelSelector
        {
            MatchLabels = new Dictionary<string, string> { ["app"] = "web" },
            MatchExpressions = [new V1LabelSelectorRequirement { Key = "tier", OperatorProperty = "Exists" }],
        };
        Assert.True(LabelSelectors.Matches(selector, Labels));
        Assert.False(LabelSelectors.Matches(selector, new Dictionary<string, string> { ["app"] = "web" }));
        Assert.False(LabelSelectors.Matches(selector, new Dictionary<string, string> { ["app"] = "api", ["tier"] = "front" }));
        Assert.False(LabelSelectors.Matches(selector, null));
    }
}
