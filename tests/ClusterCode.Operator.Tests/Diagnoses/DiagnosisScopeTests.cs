using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class DiagnosisScopeTests
{
    [Fact]
    public void A_target_in_its_own_namespace_is_fine() => Assert.Null(Problem(TestDiagnoses.Of()));

    [Fact]
    public void A_whole_namespace_is_fine() => Assert.Null(Problem(TestDiagnoses.Of(new DiagnosisRequestSpec { Namespaces = [] })));

    [Fact]
    public void Fields_that_exclude_each_other_are_named()
    {
        var spec = new DiagnosisRequestSpec { Target = new DiagnosisTarget { Kind = "Pod", Name = "a" }, Selector = new V1LabelSelector() };
        var problem = Problem(TestDiagnoses.Of(spec));
        Assert.Equal(ConditionReasons.InvalidSpec, problem?.Reason);
        Assert.StartsWith("spec.selector: ", problem?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_namespaces_are_out_of_reach_of_a_users_namespace()
    {
        foreach (var spec in new[] { new DiagnosisRequestSpec { Namespaces = ["*"] }, new DiagnosisRequestSpec { NamespaceSelector = new V1LabelSelector() } })
        {
            var problem = Problem(TestDiagnoses.Of(spec));
            Assert.Equal(ConditionReasons.NamespaceNotAllowed, problem?.Reason);
            Assert.Contains("only in the operator's namespace cluster-code-system", problem?.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void In_the_operators_namespace_all_are_within_reach()
    {
        var spec = new DiagnosisRequestSpec { Namespaces = ["*"] };
        Assert.Null(Problem(TestDiagnoses.Of(spec, ns: TestBackends.OperatorNamespace)));
        Assert.Same(NamespaceScope.All, DiagnosisScope.Of(spec));
    }

    [Fact]
    public void Names_and_labels_choose_some()
    {
        Assert.Equal(["shop", "bank"], DiagnosisScope.Of(new DiagnosisRequestSpec { Namespaces = ["shop", "bank"] })?.Names);
        var selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["team"] = "shop" } };
        Assert.Same(selector, DiagnosisScope.Of(new DiagnosisRequestSpec { NamespaceSelector = selector })?.Selector);
        Assert.Null(DiagnosisScope.Of(new DiagnosisRequestSpec()));
    }

    [Theory]
    [InlineData("Namespace", "shop", "shop", true)]
    [InlineData("Namespace", "bank", "shop", false)]
    [InlineData("namespace", "bank", "shop", false)]
    [InlineData("Namespace", "bank", TestBackends.OperatorNamespace, true)]
    [InlineData("Node", "node-1", "shop", true)]
    public void Another_namespace_is_a_target_only_in_the_operators(string kind, string name, string own, bool isFine)
    {
        var problem = Problem(TestDiagnoses.Of(new DiagnosisRequestSpec { Target = new DiagnosisTarget { Kind = kind, Name = name } }, ns: own));
        Assert.Equal(isFine, problem is null);
        if (!isFine)
        {
            Assert.Equal(ConditionReasons.NamespaceNotAllowed, problem?.Reason);
            Assert.Contains($"Create it in {name}, or in the operator's namespace {TestBackends.OperatorNamespace}", problem?.Message, StringComparison.Ordinal);
        }
    }

    private static (string Reason, string Message)? Problem(DiagnosisRequest diagnosis) => DiagnosisScope.Problem(diagnosis, TestBackends.OperatorNamespace);
}
