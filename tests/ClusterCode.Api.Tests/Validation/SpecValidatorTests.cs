using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Api.Validation;
using k8s.Models;

namespace ClusterCode.Api.Tests.Validation;

public sealed class SpecValidatorTests
{
    public static TheoryData<int> Mistakes => [.. Enumerable.Range(0, InvalidSpecs.All.Count)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void One_mistake_makes_one_error_that_names_the_field_and_the_cure(int index)
    {
        var invalid = InvalidSpecs.All[index];

        var error = Assert.Single(invalid.Errors());

        Assert.Equal(invalid.Path, error.Path);
        Assert.Contains(invalid.Message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_mistakes_are_all_told()
    {
        var errors = SpecValidator.Validate(new LlmBackendSpec { Provider = LlmProvider.VLLM, Timeout = "0s", Pull = ModelPullPolicy.IfNotPresent });

        Assert.Equal(["spec.endpoint", "spec.model", "spec.pull", "spec.timeout"], errors.Select(error => error.Path));
    }

    [Fact]
    public void An_error_prints_as_path_and_message() =>
        Assert.Equal("spec.model: is missing", new SpecError("spec.model", "is missing").ToString());

    [Theory]
    [InlineData("0 6 * * 1-5")]
    [InlineData("*/15 * * * *")]
    [InlineData("0 0,12 1-15/2 JAN-mar Sun")]
    [InlineData("5/10 4 * * 7")]
    public void Cron_expressions_of_five_fields_are_accepted(string schedule) =>
        Assert.Empty(SpecValidator.Validate(new DiagnosisPolicySpec { Schedule = schedule }));

    [Fact]
    public void What_asks_for_nothing_special_is_valid()
    {
        Assert.Empty(SpecValidator.Validate(new DiagnosisRequestSpec()));
        Assert.Empty(SpecValidator.Validate(new DiagnosisPolicySpec()));
        Assert.Empty(SpecValidator.Validate(new LlmBackendSpec { Provider = LlmProvider.BuiltIn }));
        Assert.Empty(SpecValidator.Validate(new LlmRouteSpec { Members = [new() { Name = "ollama" }] }));
    }

    [Fact]
    public void A_full_backend_is_valid() =>
        Assert.Empty(SpecValidator.Validate(new LlmBackendSpec
        {
            Provider = LlmProvider.Ollama,
            Endpoint = "https://ollama.ai.svc:11434/base",
            Model = "qwen2.5:7b",
            Tls = new() { ServerName = "ollama.example" },
            Parameters = new() { ContextWindow = 8192, KeepAlive = "10m" },
            Pull = ModelPullPolicy.IfNotPresent,
            Timeout = "2m",
            AllowedNamespaces = new()
            {
                From = AllowedNamespacesFrom.Selector,
                Selector = new V1LabelSelector
                {
                    MatchLabels = new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = "" },
                    MatchExpressions = [new() { Key = "team", OperatorProperty = "In", Values = ["shop", "pay"] }, new() { Key = "legacy", OperatorProperty = "DoesNotExist" }],
                },
            },
        }));
}
