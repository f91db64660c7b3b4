using ClusterCode.Cli.Diagnosing;

namespace ClusterCode.Cli.Tests;

public sealed class TargetSyntaxTests
{
    [Theory]
    [InlineData("deployment/checkout", "Deployment", "checkout")]
    [InlineData("deploy/checkout", "Deployment", "checkout")]
    [InlineData("Pods/web-0", "Pod", "web-0")]
    [InlineData("sts/db", "StatefulSet", "db")]
    [InlineData("CronJob/nightly", "CronJob", "nightly")]
    [InlineData("cm/settings", "ConfigMap", "settings")]
    [InlineData("secrets/login", "Secret", "login")]
    [InlineData("ep/web", "Endpoints", "web")]
    [InlineData("endpointslices/web-x2k", "EndpointSlice", "web-x2k")]
    [InlineData("IngressClass/nginx", "IngressClass", "nginx")]
    [InlineData("sc/fast", "StorageClass", "fast")]
    [InlineData("role/reader", "Role", "reader")]
    [InlineData("rolebindings/reader", "RoleBinding", "reader")]
    public void A_target_is_read_as_kubectl_reads_it(string text, string kind, string name)
    {
        var (target, problem) = TargetSyntax.Parse(text);
        Assert.Null(problem);
        Assert.Equal((kind, name), (target!.Kind, target.Name));
    }

    [Fact]
    public void A_custom_resource_is_named_with_its_version_and_group()
    {
        var (target, problem) = TargetSyntax.Parse("certificates.v1.cert-manager.io/web");
        Assert.Null(problem);
        Assert.Equal(("cert-manager.io/v1", "certificates", "web"), (target!.ApiVersion, target.Kind, target.Name));
    }

    [Fact]
    public void The_core_group_has_no_name()
    {
        var (target, problem) = TargetSyntax.Parse("configmaps.v1./settings");
        Assert.Null(problem);
        Assert.Equal(("v1", "ConfigMap", "settings"), (target!.ApiVersion, target.Kind, target.Name));
    }

    [Theory]
    [InlineData("checkout", "KIND/NAME")]
    [InlineData("/checkout", "KIND/NAME")]
    [InlineData("deployment/", "KIND/NAME")]
    [InlineData("teapot/betty", "'teapot' is no kind that can be diagnosed: ConfigMap, CronJob, DaemonSet, Deployment")]
    public void What_is_no_target_is_refused_with_a_mend(string text, string words)
    {
        var (target, problem) = TargetSyntax.Parse(text);
        Assert.Null(target);
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }
}
