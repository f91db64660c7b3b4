using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class AppConfigTests
{
    [Theory]
    [InlineData("Error: unknown flag: --verbos", "Container app does not know the argument --verbos (args[1])")]
    [InlineData("flag provided but not defined: -verbos", "Container app does not know the argument -verbos (args[1])")]
    [InlineData("error: unrecognized arguments: --verbos", "Container app does not know the argument --verbos (args[1])")]
    [InlineData("error: unexpected argument '--verbos' found", "Container app does not know the argument --verbos (args[1])")]
    [InlineData("Error: required flag(s) \"config\" not set", "Container app needs the argument config, which neither command nor args gives")]
    [InlineData("main.py: error: the following arguments are required: --db", "Container app needs the argument --db, which neither command nor args gives")]
    [InlineData("Could not resolve placeholder 'db.url' in value \"${db.url}\"", "Container app needs the setting db.url, which is not set (Could not resolve placeholder 'db.url' in value \"${db.url}\")")]
    public void Arguments_and_settings_are_named(string log, string title)
    {
        var pod = new PodBuilder().Crashing("app", 1, change: container => container.Args = ["serve", "--verbos"]);
        var finding = Assert.Single(Case.Of(pod).Log("app", log).Judge());
        Assert.Equal((CauseCategories.AppConfig, title), (finding.Category, finding.Title));
    }

    [Theory]
    [InlineData("open /etc/app/config.yaml: no such file or directory")]
    [InlineData("FileNotFoundError: [Errno 2] No such file or directory: '/etc/app/config.yaml'")]
    [InlineData("config file /etc/app/config.yaml not found")]
    public void A_configuration_file_that_no_mount_covers_is_named(string log)
    {
        var pod = new PodBuilder().Crashing("app", 1, change: container => container.VolumeMounts = [new V1VolumeMount { Name = "config", MountPath = "/etc/config" }]);
        Assert.Equal(
            "Container app needs the file /etc/app/config.yaml, which is neither in image registry.example/shop/app:1.0 nor mounted; mounted are /etc/config",
            Assert.Single(Case.Of(pod).Log("app", log).Judge()).Title);
    }

    [Fact]
    public void A_file_that_the_mounted_config_map_lacks_is_named_with_the_one_it_has()
    {
        var pod = new PodBuilder().Crashing("app", 1, change: container => container.VolumeMounts = [new V1VolumeMount { Name = "config", MountPath = "/etc/app" }])
            .With(pod => pod.Spec.Volumes = [new V1Volume { Name = "config", ConfigMap = new V1ConfigMapVolumeSource { Name = "app-config" } }]);
        Assert.Equal(
            "Container app needs the file /etc/app/config.yaml, which ConfigMap app-config (volume config at /etc/app) does not hold; it holds config.yml",
            Assert.Single(Case.Of(pod).ConfigMap("app-config", "config.yml").Log("app", "open /etc/app/config.yaml: no such file or directory").Judge()).Title);
    }
}
