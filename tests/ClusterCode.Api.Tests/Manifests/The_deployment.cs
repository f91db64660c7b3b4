using ClusterCode.Api.Tests.Contract;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Manifests;

public sealed class The_deployment
{
    private static readonly YamlNode Pod = Manifest.InKustomization("config", "manager").Single(manifest => manifest.Kind == "Deployment").Node.Find("spec", "template", "spec")!;

    private static readonly YamlNode Container = Assert.Single(Pod.Items("containers"));

    [Fact]
    public void Satisfies_the_restricted_pod_security_standard()
    {
        Assert.Equal(("true", "RuntimeDefault"), (Pod.Text("securityContext", "runAsNonRoot"), Pod.Text("securityContext", "seccompProfile", "type")));
        Assert.Equal(("false", "true"), (Container.Text("securityContext", "allowPrivilegeEscalation"), Container.Text("securityContext", "readOnlyRootFilesystem")));
        Assert.Equal(["ALL"], Container.Texts("securityContext", "capabilities", "drop"));
    }

    [Fact]
    public void Probes_the_health_port_by_name()
    {
        Assert.Equal(("/healthz", "health"), (Container.Text("livenessProbe", "httpGet", "path"), Container.Text("livenessProbe", "httpGet", "port")));
        Assert.Equal(("/readyz", "health"), (Container.Text("readinessProbe", "httpGet", "path"), Container.Text("readinessProbe", "httpGet", "port")));
        Assert.Equal(
            ["metrics 8080", "health 8081"],
            Container.Items("ports").Select(port => $"{port.Text("name")} {port.Text("containerPort")}"));
    }

    [Fact]
    public void Runs_as_the_service_account_that_has_the_rights()
    {
        var account = Manifest.InKustomization("config", "rbac").Single(manifest => manifest.Kind == "ServiceAccount");

        Assert.Equal(account.Name, Pod.Text("serviceAccountName"));
    }
}
