using ClusterCode.Diagnosis.Analyzers.Changes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Changes;

public sealed class TemplateDiffTests
{
    [Fact]
    public void Equal_templates_differ_in_nothing() => Assert.Empty(TemplateDiff.Of(Template(), Template()));

    [Fact]
    public void What_is_absent_differs_in_nothing() => Assert.Empty(TemplateDiff.Of(null, Template()));

    [Fact]
    public void Each_change_is_told_in_few_words()
    {
        var now = Template();
        var app = now.Spec.Containers[0];
        app.Image = "registry.example/shop/web:2.4.1";
        app.Command = ["/srv/web"];
        app.Env = [new V1EnvVar { Name = "LEVEL", Value = "debug" }, new V1EnvVar { Name = "TOKEN", ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = "web", Key = "token" } } }];
        app.Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("64Mi") } };
        app.ReadinessProbe = new V1Probe { HttpGet = new V1HTTPGetAction { Path = "/ready", Port = 8081 }, PeriodSeconds = 5 };
        app.Ports = [new V1ContainerPort { ContainerPort = 8080, Name = "http" }];
        app.VolumeMounts = [];
        app.SecurityContext = new V1SecurityContext { ReadOnlyRootFilesystem = true };
        now.Spec.ServiceAccountName = "web";
        now.Spec.NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" };
        now.Spec.Containers.Add(new V1Container { Name = "proxy", Image = "proxy:1" });
        Assert.Equal(
            [
                "image registry.example/shop/web:2.4.0 → 2.4.1",
                "command none → /srv/web",
                "env LEVEL info → debug",
                "env TOKEN added (key token of Secret web)",
                "env DB_URL removed",
                "limit of memory 128Mi → 64Mi",
                "readinessProbe added (HTTP :8081/ready, period 5)",
                "port 8080/TCP added (http)",
                "mount /etc/web removed",
                "securityContext readOnlyRootFilesystem added (True)",
                "container proxy added",
                "serviceAccountName default → web",
                "nodeSelector disk added (ssd)",
            ],
            TemplateDiff.Of(Template(), now).Select(c => c.Text));
    }

    [Fact]
    public void A_removed_container_is_told()
    {
        var before = Template();
        before.Spec.Containers.Add(new V1Container { Name = "proxy" });
        Assert.Equal(["container proxy removed"], TemplateDiff.Of(before, Template()).Select(c => c.Text));
    }

    [Fact]
    public void Another_image_is_told_whole()
    {
        var now = Template();
        now.Spec.Containers[0].Image = "other.example:5000/web:2.4.0";
        Assert.Equal(["image registry.example/shop/web:2.4.0 → other.example:5000/web:2.4.0"], TemplateDiff.Of(Template(), now).Select(c => c.Text));
    }

    private static V1PodTemplateSpec Template() => new()
    {
        Spec = new V1PodSpec
        {
            Containers =
            [
                new V1Container
                {
                    Name = "app",
                    Image = "registry.example/shop/web:2.4.0",
                    Env = [new V1EnvVar { Name = "LEVEL", Value = "info" }, new V1EnvVar { Name = "DB_URL", Value = "db:5432" }],
                    Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("128Mi") } },
                    VolumeMounts = [new V1VolumeMount { Name = "config", MountPath = "/etc/web" }],
                },
            ],
        },
    };
}
