using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;

namespace ClusterCode.Diagnosis.Tests.Analyzers;

public sealed class KubectlTests
{
    private static readonly ResourceReference Deployment = new() { Kind = "Deployment", Namespace = "shop", Name = "checkout" };

    [Fact]
    public void Commands_name_the_workload_and_its_namespace() =>
        Assert.Equal("kubectl set image deployment/checkout -n shop app=shop/catalog:2.4.1", Kubectl.SetImage(Deployment, "app", "shop/catalog:2.4.1"));

    [Theory]
    [InlineData("a; rm -rf /")]
    [InlineData("$(id)")]
    [InlineData("-o=yaml")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public void What_is_no_plain_name_never_becomes_part_of_a_command(string evil)
    {
        Assert.Null(Kubectl.SetImage(Deployment, evil, "nginx"));
        Assert.Null(Kubectl.SetImage(Deployment, "app", evil));
        Assert.Null(Kubectl.Workload(Deployment with { Name = evil }));
        Assert.Null(Kubectl.Of("edit configmap", "shop", evil));
        Assert.Null(TemplatePatch.Container(Deployment, evil, false, "image: nginx"));
    }

    [Theory]
    [InlineData("Pod")]
    [InlineData("Job")]
    [InlineData("ReplicaSet")]
    [InlineData("Rollout")]
    public void Kinds_whose_template_cannot_be_changed_in_place_get_no_command(string kind) =>
        Assert.Null(Kubectl.SetResources(Deployment with { Kind = kind }, "app", "--limits", "memory", "64Mi"));
}
