using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class DiagnosisTargetTextTests
{
    [Fact]
    public void An_object_is_kind_and_name() => Assert.Equal("Deployment/checkout", DiagnosisTargetText.Of(TestDiagnoses.Of()));

    [Fact]
    public void A_selector_reads_as_kubectl_takes_it()
    {
        var selector = new V1LabelSelector
        {
            MatchLabels = new Dictionary<string, string> { ["app"] = "web" },
            MatchExpressions =
            [
                new V1LabelSelectorRequirement { Key = "tier", OperatorProperty = "In", Values = ["a", "b"] },
                new V1LabelSelectorRequirement { Key = "env", OperatorProperty = "NotIn", Values = ["test"] },
                new V1LabelSelectorRequirement { Key = "old", OperatorProperty = "DoesNotExist" },
                new V1LabelSelectorRequirement { Key = "owner", OperatorProperty = "Exists" },
            ],
        };
        Assert.Equal("pods app=web,tier in (a,b),env notin (test),!old,owner", DiagnosisTargetText.Of(TestDiagnoses.Of(new DiagnosisRequestSpec { Selector = selector })));
    }

    [Fact]
    public void Nothing_is_the_whole_namespace() => Assert.Equal("namespace/shop", DiagnosisTargetText.Of(TestDiagnoses.Of(new DiagnosisRequestSpec())));

    [Fact]
    public void Several_namespaces_are_named()
    {
        var labels = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["team"] = "a" } };
        Assert.Equal("all namespaces", Text(new DiagnosisRequestSpec { Namespaces = ["*"] }));
        Assert.Equal("namespace/bank", Text(new DiagnosisRequestSpec { Namespaces = ["bank"] }));
        Assert.Equal("namespaces bank,shop", Text(new DiagnosisRequestSpec { Namespaces = ["bank", "shop"] }));
        Assert.Equal("namespaces team=a", Text(new DiagnosisRequestSpec { NamespaceSelector = labels }));
        Assert.Equal("pods team=a in all namespaces", Text(new DiagnosisRequestSpec { Selector = labels, NamespaceSelector = new V1LabelSelector() }));
    }

    private static string Text(DiagnosisRequestSpec spec) => DiagnosisTargetText.Of(TestDiagnoses.Of(spec));
}
