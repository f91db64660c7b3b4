using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Configuration;

public sealed class MissingConfigurationTests
{
    private const string KeyMessage = "couldn't find key DB_URL in ConfigMap shop/checkout-config";

    [Fact]
    public void A_missing_key_is_named_with_the_one_that_is_probably_meant()
    {
        var finding = Assert.Single(Case.Of(NeedsKey()).ConfigMap("checkout-config", "DATABASE_URL", "PORT").Judge());
        Assert.Equal("ConfigMap shop/checkout-config has no key DB_URL (container app); it has DATABASE_URL", finding.Title);
        Assert.Equal((CauseCategories.MissingConfigMapKey, Confidence.High, "ConfigMap shop/checkout-config"), (finding.Category, finding.Confidence, finding.Resource.ToString()));
        Assert.Contains("key: \"DATABASE_URL\"", finding.Remediation[0].Patch, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_operator_may_not_read_the_kubelets_message_is_the_proof()
    {
        var finding = Assert.Single(Case.Of(NeedsKey()).ConfigMapAnswer("checkout-config", Lookup.Forbidden<V1ConfigMap>()).Judge());
        Assert.Equal("ConfigMap shop/checkout-config has no key DB_URL (container app)", finding.Title);
        Assert.Equal("The operator may not read this ConfigMap; the kubelet's message is the proof.", finding.Explanation);
        Assert.Contains(KeyMessage, finding.Evidence[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_message_forbidden_is_never_taken_for_missing()
    {
        var pod = Waiting("ContainerCreating", null, Env("checkout-config", "DB_URL"));
        Assert.Empty(Case.Of(pod).ConfigMapAnswer("checkout-config", Lookup.Forbidden<V1ConfigMap>()).Judge());
        Assert.Empty(Case.Of(pod).ConfigMapAnswer("checkout-config", Lookup.Unavailable<V1ConfigMap>()).Judge());
    }

    [Fact]
    public void A_key_that_exists_by_now_is_no_failure() => Assert.Empty(Case.Of(NeedsKey()).ConfigMap("checkout-config", "DB_URL").Judge());

    [Fact]
    public void What_is_optional_may_be_missing() => Assert.Empty(
        Case.Of(Waiting("ContainerCreating", null, Env("checkout-config", "DB_URL", optional: true))).ConfigMapAnswer("checkout-config", Lookup.Missing<V1ConfigMap>()).Judge());

    [Fact]
    public void A_container_that_runs_needs_no_object_any_more() => Assert.Empty(
        Case.Of(new PodBuilder().Container("app", container => container.Env = [Env("checkout-config", "DB_URL")])).ConfigMapAnswer("checkout-config", Lookup.Missing<V1ConfigMap>()).Judge());

    [Fact]
    public void A_missing_secret_is_told_from_the_message_alone()
    {
        var pod = new PodBuilder().Waiting("app", "CreateContainerConfigError", "secret \"billing-key\" not found", container =>
            container.EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "billing-key" } }]);
        Assert.Equal("Secret shop/billing-key does not exist (container app, envFrom)", Assert.Single(Case.Of(pod).Judge()).Title);
    }

    [Fact]
    public void A_missing_secret_key_offers_the_key_that_is_there()
    {
        var pod = new PodBuilder().Waiting("app", "CreateContainerConfigError", "couldn't find key token in Secret shop/gateway-key", container => container.Env =
            [new V1EnvVar { Name = "API_KEY", ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = "gateway-key", Key = "token" } } }]);
        var finding = Assert.Single(Case.Of(pod).SecretAnswer("gateway-key", Lookup.Found<IReadOnlyList<string>>(["tokn"])).Judge());
        Assert.Equal((CauseCategories.MissingSecretKey, "Secret shop/gateway-key has no key token (container app, env API_KEY); it has tokn"), (finding.Category, finding.Title));
    }

    [Theory]
    [InlineData("MountVolume.SetUp failed for volume \"tls\" : secret \"vault-tls\" not found", CauseCategories.MissingSecret, "Secret shop/vault-tls does not exist (volume tls of container app)")]
    [InlineData("MountVolume.SetUp failed for volume \"tls\" : references non-existent secret key: tls.crt", CauseCategories.MissingSecretKey, "Secret shop/vault-tls has no key tls.crt (volume tls of container app)")]
    public void A_volume_that_cannot_be_set_up_is_named(string message, string category, string title)
    {
        var pod = Waiting("ContainerCreating", null).With(pod =>
        {
            pod.Spec.Containers[0].VolumeMounts = [new V1VolumeMount { Name = "tls", MountPath = "/tls" }];
            pod.Spec.Volumes = [new V1Volume { Name = "tls", Secret = new V1SecretVolumeSource { SecretName = "vault-tls", Items = category == CauseCategories.MissingSecretKey ? [new V1KeyToPath { Key = "tls.crt", Path = "c" }] : null } }];
        });
        var finding = Assert.Single(Case.Of(pod).Event("FailedMount", message).Judge());
        Assert.Equal((category, title), (finding.Category, finding.Title));
    }

    [Fact]
    public void A_projected_volume_is_looked_through()
    {
        var pod = Waiting("ContainerCreating", null).With(pod =>
        {
            pod.Spec.Containers[0].VolumeMounts = [new V1VolumeMount { Name = "all", MountPath = "/all" }];
            pod.Spec.Volumes = [new V1Volume { Name = "all", Projected = new V1ProjectedVolumeSource { Sources = [new V1VolumeProjection { ConfigMap = new V1ConfigMapProjection { Name = "rules" } }] } }];
        });
        Assert.Equal(
            "ConfigMap shop/rules does not exist (volume all of container app); rule does",
            Assert.Single(Case.Of(pod).ConfigMap("rule").ConfigMapAnswer("rules", Lookup.Missing<V1ConfigMap>()).Judge()).Title);
    }

    [Fact]
    public void A_cache_that_is_not_filled_yet_is_noise() =>
        Assert.Empty(Case.Of(Waiting("ContainerCreating", null)).Event("FailedMount", "MountVolume.SetUp failed for volume \"cfg\" : failed to sync configmap cache: timed out waiting for the condition").Judge());

    [Fact]
    public void A_missing_claim_is_named()
    {
        var pod = Waiting("ContainerCreating", null).With(pod => pod.Spec.Volumes = [new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data-checkout" } }]);
        var finding = Assert.Single(Case.Of(pod).File(file => file with
        {
            Claims = new Dictionary<string, Lookup<V1PersistentVolumeClaim>> { ["data-checkout"] = Lookup.Missing<V1PersistentVolumeClaim>() },
        }).Judge());
        Assert.Equal((CauseCategories.MissingVolumeClaim, "PersistentVolumeClaim shop/data-checkout does not exist (volume data of Deployment checkout)"), (finding.Category, finding.Title));
    }

    private static PodBuilder NeedsKey() => Waiting("CreateContainerConfigError", KeyMessage, Env("checkout-config", "DB_URL"));

    private static PodBuilder Waiting(string reason, string? message, params V1EnvVar[] env) => new PodBuilder().Waiting("app", reason, message, container => container.Env = env);

    private static V1EnvVar Env(string map, string key, bool? optional = null) => new()
    {
        Name = key,
        ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = map, Key = key, Optional = optional } },
    };
}
