using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
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
    public void In_the_operators_namespace_the_message_says_what_this_version_can_do()
    {
        var problem = Problem(TestDiagnoses.Of(new DiagnosisRequestSpec { Namespaces = ["*"] }, ns: TestBackends.OperatorNamespace));
        Assert.Equal(ConditionReasons.InvalidSpec, problem?.Reason);
        Assert.Contains("in each namespace", problem?.Message, StringComparison.Ordinal);
    }

    private static (string Reason, string Message)? Problem(DiagnosisRequest diagnosis) => DiagnosisScope.Problem(diagnosis, TestBackends.OperatorNamespace);
}
