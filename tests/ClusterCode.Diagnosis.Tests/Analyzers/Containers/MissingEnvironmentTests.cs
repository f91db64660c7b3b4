using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs.Shapes.Patterns;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class MissingEnvironmentTests
{
    [Theory]
    [InlineData("sh: SMTP_HOST: SMTP_HOST is required", "SMTP_HOST")]
    [InlineData("sh: SMTP_HOST: parameter not set", "SMTP_HOST")]
    [InlineData("bash: line 1: SMTP_HOST: unbound variable", "SMTP_HOST")]
    [InlineData("./run.sh: line 3: SMTP_HOST: parameter null or not set", "SMTP_HOST")]
    [InlineData("Error: Missing required environment variable: SMTP_HOST", "SMTP_HOST")]
    [InlineData("Missing required environment variable SMTP_HOST", "SMTP_HOST")]
    [InlineData("env: required environment variable \"SMTP_HOST\" is not set", "SMTP_HOST")]
    [InlineData("environment variable SMTP_HOST not set", "SMTP_HOST")]
    [InlineData("The environment variable `SMTP_HOST` must be set", "SMTP_HOST")]
    [InlineData("env var SMTP_HOST is missing", "SMTP_HOST")]
    [InlineData("KeyError: 'SMTP_HOST'", "SMTP_HOST")]
    [InlineData("key not found: \"SMTP_HOST\" (KeyError)", "SMTP_HOST")]
    [InlineData("required key SMTP_HOST missing value", "SMTP_HOST")]
    [InlineData("panic: DATABASE_URL must be set", "DATABASE_URL")]
    [InlineData("2026-11-22T14:00:00Z FATAL DATABASE_URL is not set", "DATABASE_URL")]
    [InlineData("Error: DATABASE_URL is required", "DATABASE_URL")]
    [InlineData("ValueError: missing DATABASE_URL", "DATABASE_URL")]
    [InlineData("Error: Database is uninitialized and superuser password is not specified. You must specify POSTGRES_PASSWORD to a non-empty value", "POSTGRES_PASSWORD")]
    [InlineData("(RuntimeError) environment variable DATABASE_URL is missing.", "DATABASE_URL")]
    public void What_programs_say_of_a_missing_variable_is_understood(string line, string variable) => Assert.Equal(variable, MissingVariablePatterns.Variable(line));

    [Theory]
    [InlineData("KeyError: 'currency'")]
    [InlineData("ERROR: relation \"invoices\" already exists")]
    [InlineData("DATABASE_URL is set to postgres://db")]
    [InlineData("sh: /app/wroker: not found")]
    [InlineData("connection to DB refused")]
    [InlineData("HTTP 404 NOT_FOUND")]
    [InlineData("")]
    public void Other_messages_are_not(string line) => Assert.Null(MissingVariablePatterns.Variable(line));

    [Fact]
    public void The_key_that_was_probably_meant_is_named_with_a_patch()
    {
        var pod = new PodBuilder().Crashing("app", 2, change: container =>
            container.EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = "mailer-config" } }]);
        var finding = Assert.Single(Case.Of(pod).ConfigMap("mailer-config", "SMTP_HOSTNAME", "PORT").Log("app", "starting\nsh: SMTP_HOST: SMTP_HOST is required").Judge());
        Assert.Equal("Container app needs the environment variable SMTP_HOST, which nothing sets; ConfigMap mailer-config has SMTP_HOSTNAME", finding.Title);
        Assert.Equal((CauseCategories.MissingEnvironment, Confidence.Medium), (finding.Category, finding.Confidence));
        Assert.Contains("key: \"SMTP_HOSTNAME\"", finding.Remediation[0].Patch, StringComparison.Ordinal);
        Assert.Contains("The container takes its environment from ConfigMap mailer-config.", finding.Explanation, StringComparison.Ordinal);
        Assert.Equal("starting\nsh: SMTP_HOST: SMTP_HOST is required", finding.Evidence[0].Text);
    }

    [Fact]
    public void A_variable_that_env_sets_to_nothing_is_told_so()
    {
        var pod = new PodBuilder().Crashing("app", 2, change: container => container.Env = [new V1EnvVar { Name = "SMTP_HOST", Value = "" }]);
        Assert.Equal("Container app needs the environment variable SMTP_HOST, which env sets to nothing", Assert.Single(Case.Of(pod).Log("app", "SMTP_HOST is required").Judge()).Title);
    }

    [Fact]
    public void An_optional_reference_behind_the_variable_is_named()
    {
        var pod = new PodBuilder().Crashing("app", 2, change: container => container.Env =
        [
            new V1EnvVar { Name = "SMTP_HOST", ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "mail", Key = "host", Optional = true } } },
        ]);
        Assert.Equal("Container app needs the environment variable SMTP_HOST, which env takes from key host of ConfigMap mail (optional)", Assert.Single(Case.Of(pod).Log("app", "SMTP_HOST is required").Judge()).Title);
    }
}
