using ClusterCode.Api.LlmBackends;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Contract;

/// <summary>The comparison is worth something only if it fails when YAML and types drift apart.</summary>
public sealed class The_comparison_notices
{
    private readonly Crd _crd = Crd.Of(typeof(LlmBackend));

    [Fact]
    public void A_field_that_only_the_YAML_has()
    {
        Properties().Add("colour", new YamlMappingNode { { "type", "string" } });

        AssertNoticed("spec.colour: in the YAML, and not in LlmBackendSpec");
    }

    [Fact]
    public void A_field_that_only_the_type_has()
    {
        Properties().Children.Remove("timeout");

        AssertNoticed("spec.timeout: in LlmBackendSpec, and not in the YAML");
    }

    [Fact]
    public void Another_type()
    {
        Change("integer", "limits", "properties", "tokensPerDay", "format", to: "int32", from: "int64");

        AssertNoticed("spec.limits.tokensPerDay: format is 'int64' in C# and 'int32' in the YAML");
    }

    [Fact]
    public void A_missing_enum_value()
    {
        ((YamlSequenceNode)Properties().Find("unsupportedParameters", "enum")!).Children.RemoveAt(1);

        AssertNoticed("spec.unsupportedParameters: enum is 'Drop, Fail' in C# and 'Drop' in the YAML");
    }

    [Fact]
    public void A_required_flag_that_is_gone()
    {
        _crd.Spec.Children.Remove("required");

        AssertNoticed("spec: required is 'provider' in C# and '' in the YAML");
    }

    [Fact]
    public void Another_default()
    {
        Properties().Mapping("timeout").Children["default"] = "60s";

        AssertNoticed("spec.timeout: default is '120s' in C# and '60s' in the YAML");
    }

    [Fact]
    public void Another_description()
    {
        Properties().Mapping("model").Children["description"] = "The model.";

        AssertNoticed("spec.model: description is");
    }

    [Fact]
    public void A_field_that_is_missing_deep_in_a_status()
    {
        _crd.Schema.Mapping("properties", "status", "properties", "conditions", "items", "properties").Children.Remove("reason");

        AssertNoticed("status.conditions[].reason: in V1Condition, and not in the YAML");
    }

    private YamlMappingNode Properties() => _crd.Spec.Mapping("properties");

    private void Change(string type, string first, string second, string third, string key, string to, string from)
    {
        var field = Properties().Mapping(first, second, third);
        Assert.Equal((type, from), (field.Text("type"), field.Text(key)));
        field.Children[key] = to;
    }

    private void AssertNoticed(string difference) =>
        Assert.Contains(difference, Assert.Single(SchemaComparer.Compare(_crd.Type, _crd.Schema)), StringComparison.Ordinal);
}
