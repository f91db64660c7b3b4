using ClusterCode.Api.Tests.Validation;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Contract;

public sealed class Validation_rules
{
    /// <summary>Servers before 1.25 drop CEL rules, so each must be one of the operator's own too.</summary>
    [Fact]
    public void Of_the_YAML_are_all_checked_by_the_operator_with_the_same_words()
    {
        var inYaml = Crd.Kinds.SelectMany(kind => Schemas.All(Crd.Of(kind).Schema, kind.Name))
            .SelectMany(field => (field.Schema.Find("x-kubernetes-validations") as YamlSequenceNode)?.Children ?? [])
            .Select(rule => rule.Text("message")!)
            .Distinct()
            .ToList();
        var inCode = InvalidSpecs.All.SelectMany(invalid => invalid.Errors()).Select(error => error.Message).ToHashSet();

        Assert.NotEmpty(inYaml);
        Assert.Empty(inYaml.Except(inCode));
    }
}
