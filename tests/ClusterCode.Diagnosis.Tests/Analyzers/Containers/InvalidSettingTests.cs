using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class InvalidSettingTests
{
    [Theory]
    [InlineData("configuration error: invalid value \"eight\" for WORKERS: must be a number", "WORKERS=\"eight\" (env)")]
    [InlineData("ValueError: invalid literal for int() with base 10: 'eight'", "WORKERS=\"eight\" (env)")]
    [InlineData("panic: strconv.Atoi: parsing \"eight\": invalid syntax", "WORKERS=\"eight\" (env)")]
    [InlineData("ERROR timeout must be positive (GATE_TIMEOUT)", "GATE_TIMEOUT=\"-5\" (env)")]
    [InlineData("level=fatal msg=\"--log-format is not one of text, json\"", "--log-format=\"xml\" (args[1])")]
    [InlineData("Error: unsupported mode 'fast'", "--mode=\"fast\" (args[2])")]
    [InlineData("nginx: [emerg] unknown directive \"servr\" in /etc/nginx/nginx.conf:3", "what /etc/nginx/nginx.conf has (ConfigMap web-conf, volume conf)")]
    public void The_setting_that_the_process_rejects_is_found_in_what_it_is_given(string log, string given)
    {
        var finding = Assert.Single(Case.Of(Pod()).Log("app", log).Judge());
        Assert.Equal(CauseCategories.AppConfig, finding.Category);
        Assert.StartsWith($"Container app does not accept {given}: ", finding.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid character '}' looking for beginning of value")]
    [InlineData("java.lang.NumberFormatException: For input string: \"8O80\"")]
    [InlineData("ERROR WORKERS are done")]
    [InlineData("invalid order 'info'")]
    public void What_names_nothing_that_the_container_is_given_is_an_error_of_the_process(string log) =>
        Assert.Equal(CauseCategories.AppError, Assert.Single(Case.Of(Pod()).Log("app", log).Judge()).Category);

    private static PodBuilder Pod() => new PodBuilder()
        .Crashing("app", 1, change: container =>
        {
            container.Args = ["serve", "--log-format=xml", "--mode", "fast"];
            container.Env =
            [
                new V1EnvVar { Name = "WORKERS", Value = "eight" }, new V1EnvVar { Name = "GATE_TIMEOUT", Value = "-5" },
                new V1EnvVar { Name = "LOG_LEVEL", Value = "info" }, new V1EnvVar { Name = "ALERT_LEVEL", Value = "info" },
            ];
            container.VolumeMounts = [new V1VolumeMount { Name = "conf", MountPath = "/etc/nginx" }];
        })
        .With(pod => pod.Spec.Volumes = [new V1Volume { Name = "conf", ConfigMap = new V1ConfigMapVolumeSource { Name = "web-conf" } }]);
}
