using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Creation;

/// <summary>What the API server says when it refuses pods (texts of v1.20 to v1.36), and what is made of it.</summary>
public sealed class CreationTests
{
    [Theory]
    [InlineData(
        "pods \"web-1-\" is forbidden: error looking up service account shop/web-bot: serviceaccount \"web-bot\" not found",
        CauseCategories.MissingServiceAccount, "ServiceAccount shop/web-bot", "ServiceAccount shop/web-bot does not exist; webbot does: Deployment web has 0 of 3 pods")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: exceeded quota: team, requested: pods=1, used: pods=2, limited: pods=2",
        CauseCategories.QuotaExceeded, "ResourceQuota shop/team", "ResourceQuota shop/team allows 2 pods, 2 are used: Deployment web has 0 of 3 pods")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: exceeded quota: team, requested: limits.cpu=500m,requests.memory=1Gi, used: limits.cpu=2,requests.memory=1536Mi, limited: limits.cpu=2,requests.memory=2Gi",
        CauseCategories.QuotaExceeded, "ResourceQuota shop/team", "allows limits.cpu 2, 2 is used, and a pod of Deployment web asks for 500m more, and allows requests.memory 2Gi, 1536Mi is used, and a pod of Deployment web asks for 1Gi more")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: exceeded quota: team, requested: requests.memory=8Gi, used: requests.memory=0, limited: requests.memory=4Gi",
        CauseCategories.QuotaExceeded, "ResourceQuota shop/team", "allows requests.memory 4Gi in all, and a single pod of Deployment web asks for 8Gi")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: failed quota: team: must specify limits.cpu for: app,proxy; requests.memory for: app",
        CauseCategories.QuotaRequiresResources, "ResourceQuota shop/team", "demands limits.cpu and requests.memory of every container, and container app does not set resources.limits.cpu and resources.requests.memory and container proxy does not set resources.limits.cpu")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: failed quota: team: must specify limits.cpu,limits.memory",
        CauseCategories.QuotaRequiresResources, "ResourceQuota shop/team", "container app does not set resources.limits.cpu and resources.limits.memory")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: status unknown for quota: team, resources: pods",
        CauseCategories.QuotaExceeded, "ResourceQuota shop/team", "has no usage in its status yet")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: maximum memory usage per Container is 512Mi, but limit is 1Gi",
        CauseCategories.LimitRangeViolated, "LimitRange shop/bounds", "LimitRange shop/bounds allows at most 512Mi memory per Container, and the limit is 1Gi (container big of the pod template): Deployment web has 0 of 3 pods")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: [maximum memory usage per Container is 512Mi, but limit is 1Gi, minimum cpu usage per Container is 100m.  No request is specified]",
        CauseCategories.LimitRangeViolated, "LimitRange shop/bounds", "; it allows no less than 100m cpu per Container, and no request is set")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: cpu max limit to request ratio per Container is 2, but provided ratio is 10.000000",
        CauseCategories.LimitRangeViolated, "Deployment shop/web", "A LimitRange of namespace shop allows limits of cpu of at most 2 times the request per Container, and provided ratio is 10.000000")]
    [InlineData(
        "Pod \"web-1-x\" is invalid: spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 500m",
        CauseCategories.LimitRangeViolated, "LimitRange shop/bounds", "LimitRange shop/bounds gives containers a default limit of 500m cpu, and container app requests 2 cpu without a limit of its own")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: violates PodSecurity \"baseline:v1.29\": hostPath volumes (volume \"host\"), privileged (container \"app\" must not set securityContext.privileged=true)",
        CauseCategories.PodSecurityViolation, "Deployment shop/web", "PodSecurity \"baseline:v1.29\" of namespace shop forbids the pods of Deployment web (0 of 3 created): hostPath volumes (volume \"host\"), privileged")]
    [InlineData(
        "pods \"web-1-\" is forbidden: unable to validate against any pod security policy: [spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed]",
        CauseCategories.PodSecurityViolation, "Deployment shop/web", "No PodSecurityPolicy that Deployment web may use allows its pods (0 of 3 created): spec.containers[0].securityContext.privileged")]
    [InlineData(
        "Internal error occurred: failed calling webhook \"validate.kyverno.svc-fail\": failed to call webhook: Post \"https://kyverno-svc.kyverno.svc:443/validate/fail?timeout=10s\": no endpoints available for service \"kyverno-svc\"",
        CauseCategories.WebhookUnavailable, "Service kyverno/kyverno-svc", "Admission webhook validate.kyverno.svc-fail must be asked before pods are created, and its Service kyverno/kyverno-svc has no ready endpoints")]
    [InlineData(
        "Internal error occurred: failed calling webhook \"sidecar.istio.io\": Post https://istiod.istio-system.svc:443/inject?timeout=30s: dial tcp 10.96.4.2:443: connect: connection refused",
        CauseCategories.WebhookUnavailable, "Service istio-system/istiod", "its Service istio-system/istiod refuses the connection")]
    [InlineData(
        "Internal error occurred: failed calling webhook \"a.b.c\": failed to call webhook: Post \"https://gone.policy.svc:443/?timeout=10s\": service \"gone\" not found",
        CauseCategories.WebhookUnavailable, "Service policy/gone", "its Service policy/gone does not exist")]
    [InlineData(
        "Internal error occurred: failed calling webhook \"a.b.c\": failed to call webhook: Post \"https://hook.example.com/x?timeout=10s\": context deadline exceeded",
        CauseCategories.WebhookUnavailable, "Deployment shop/web", "its server does not answer within the webhook's timeout")]
    [InlineData(
        "admission webhook \"validation.gatekeeper.sh\" denied the request: [require-team] you must provide labels: {\"team\"}",
        CauseCategories.AdmissionDenied, "Deployment shop/web", "Admission webhook validation.gatekeeper.sh denies the pods of Deployment web (0 of 3 created): [require-team] you must provide labels: {\"team\"}")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: ValidatingAdmissionPolicy 'no-latest' with binding 'no-latest-shop' denied request: image tag latest is not allowed in spec.containers[0].image",
        CauseCategories.AdmissionDenied, "Deployment shop/web", "ValidatingAdmissionPolicy no-latest (binding no-latest-shop) denies the pods of Deployment web (0 of 3 created): image tag latest is not allowed in spec.containers[0].image")]
    [InlineData(
        "pods \"web-1-\" is forbidden: no PriorityClass with name hihg was found",
        CauseCategories.AdmissionDenied, "PriorityClass hihg", "PriorityClass hihg, which priorityClassName of Deployment web names, does not exist; high does")]
    [InlineData(
        "pods \"web-1-x\" is forbidden: unable to create new content in namespace shop because it is being terminated",
        CauseCategories.NamespaceTerminating, "Namespace shop", "Namespace shop is being deleted")]
    public async Task A_refusal_is_told_with_what_refuses_and_why(string message, string category, string resource, string summary)
    {
        var report = await TestExpert.DiagnoseAsync(Refused($"Error creating: {message}").View(), "shop", "Deployment", "web");
        Assert.Contains(summary, report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Equal((category, resource, Severity.Critical), (report.RootCause.Category, report.RootCause.Resource.ToString(), report.Severity!.Value));
        Assert.Empty(report.AdditionalCauses);
    }

    [Theory]
    [InlineData(true, "ValidatingWebhookConfiguration")]
    [InlineData(false, "MutatingWebhookConfiguration")]
    public async Task A_webhook_that_does_not_answer_is_named_with_its_configuration(bool isValidating, string kind)
    {
        const string Refusal = "Error creating: Internal error occurred: failed calling webhook \"check.policy.io\": failed to call webhook: Post \"https://policy.policy.svc:443/?timeout=10s\": no endpoints available for service \"policy\"";
        var client = new Admissionregistrationv1WebhookClientConfig { Service = new Admissionregistrationv1ServiceReference { NamespaceProperty = "policy", Name = "policy" } };
        var meta = new V1ObjectMeta { Name = "policy-hooks" };
        var view = Refused(Refusal).View().With([isValidating
            ? new V1ValidatingWebhookConfiguration { Metadata = meta, Webhooks = [new V1ValidatingWebhook { Name = "check.policy.io", FailurePolicy = "Fail", ClientConfig = client }] }
            : new V1MutatingWebhookConfiguration { Metadata = meta, Webhooks = [new V1MutatingWebhook { Name = "check.policy.io", ClientConfig = client }] }]);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.Contains($"Admission webhook check.policy.io of {kind} policy-hooks (failurePolicy Fail) must be asked", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Contains(report.Evidence, e => e.Text == "failurePolicy=Fail clientConfig.service=policy/policy");

        var denied = await TestExpert.DiagnoseAsync(view.Answering<V1ValidatingWebhookConfiguration>(LookupStatus.Forbidden).Answering<V1MutatingWebhookConfiguration>(LookupStatus.Forbidden), "shop", "Deployment", "web");
        Assert.Equal((CauseCategories.WebhookUnavailable, "Service policy/policy"), (denied.RootCause!.Category, denied.RootCause.Resource.ToString()));
        Assert.Contains("may not read mutatingwebhookconfigurations, validatingwebhookconfigurations", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_costs_few_requests()
    {
        var view = Refused("Error creating: pods \"web-1-\" is forbidden: error looking up service account shop/web-bot: serviceaccount \"web-bot\" not found").View();
        await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.InRange(view.Requests.Count, 1, 6);
    }

    [Fact]
    public async Task A_list_that_may_not_be_read_takes_nothing_from_the_proof()
    {
        var view = Refused("Error creating: pods \"web-1-\" is forbidden: error looking up service account shop/web-bot: serviceaccount \"web-bot\" not found").View().Answering<V1ServiceAccount>(LookupStatus.Forbidden);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.Equal("ServiceAccount shop/web-bot does not exist: Deployment web has 0 of 3 pods", report.RootCause!.Summary);
        Assert.Contains("may not list ServiceAccounts", report.Findings[0].Explanation, StringComparison.Ordinal);
        var ranges = Refused("Error creating: pods \"web-1-x\" is forbidden: maximum memory usage per Container is 512Mi, but limit is 1Gi").View().Answering<V1LimitRange>(LookupStatus.Forbidden);
        report = await TestExpert.DiagnoseAsync(ranges, "shop", "Deployment", "web");
        Assert.Contains("A LimitRange of namespace shop allows at most 512Mi memory", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_was_overcome_since_is_no_cause()
    {
        var view = Refused("Error creating: pods \"web-1-\" is forbidden: exceeded quota: team, requested: pods=1, used: pods=2, limited: pods=2", 20)
            .Event("ReplicaSet", "web-1", "SuccessfulCreate", "Created pod: web-1-a", 5, "Normal").View();
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.NotEqual(CauseCategories.QuotaExceeded, report.RootCause!.Category);
    }

    [Fact]
    public async Task A_workload_that_has_all_its_pods_is_not_judged_by_old_events()
    {
        var deployment = Refused("Error creating: pods \"web-1-\" is forbidden: exceeded quota: team, requested: pods=1, used: pods=2, limited: pods=2");
        foreach (var pod in new[] { "web-1-a", "web-1-b", "web-1-c" })
        {
            deployment.Pod(pod, 1, p => p.Container("app"));
        }

        Assert.Equal(CauseCategories.Healthy, (await TestExpert.DiagnoseAsync(deployment.View(), "shop", "Deployment", "web")).RootCause!.Category);
    }

    [Fact]
    public async Task Pods_of_a_StatefulSet_and_a_Job_are_refused_alike()
    {
        var set = new V1StatefulSet
        {
            Metadata = new V1ObjectMeta { Name = "db", NamespaceProperty = "shop", Uid = "uid-db", CreationTimestamp = DeploymentBuilder.Ago(60) },
            Spec = new V1StatefulSetSpec { Replicas = 2, Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "db" } }, Template = new V1PodTemplateSpec() },
        };
        var job = new V1Job
        {
            Metadata = new V1ObjectMeta { Name = "migrate", NamespaceProperty = "shop", Uid = "uid-migrate", CreationTimestamp = DeploymentBuilder.Ago(60) },
            Spec = new V1JobSpec { Template = new V1PodTemplateSpec() },
        };
        var view = new DeploymentBuilder(0)
            .And(set, job)
            .Event("StatefulSet", "db", "FailedCreate", "create Pod db-0 in StatefulSet db failed error: pods \"db-0\" is forbidden: error looking up service account shop/db: serviceaccount \"db\" not found")
            .Event("Job", "migrate", "FailedCreate", "Error creating: pods \"migrate-\" is forbidden: error looking up service account shop/migrator: serviceaccount \"migrator\" not found")
            .View();
        var ofSet = await TestExpert.DiagnoseAsync(view, "shop", "StatefulSet", "db");
        Assert.Equal("ServiceAccount shop/db does not exist: StatefulSet db has 0 of 2 pods", ofSet.RootCause!.Summary);
        var ofJob = await TestExpert.DiagnoseAsync(view, "shop", "Job", "migrate");
        Assert.Equal("ServiceAccount shop/migrator does not exist: Job migrate cannot create its pod", ofJob.RootCause!.Summary);
    }

    private static DeploymentBuilder Refused(string message, double minutesAgo = 1) =>
        new DeploymentBuilder(3)
        .Revision(
            1,
            600,
            0,
            new V1Container { Name = "app", Image = "web:1.0", Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("2") } } },
            new V1Container { Name = "big", Image = "web:1.0", Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("3"), ["memory"] = new("1Gi") } } })
        .Event("ReplicaSet", "web-1", "FailedCreate", message, minutesAgo)
        .And(
            new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "webbot", NamespaceProperty = "shop" } },
            new V1PriorityClass { Metadata = new V1ObjectMeta { Name = "high" } },
            new V1LimitRange
            {
                Metadata = new V1ObjectMeta { Name = "bounds", NamespaceProperty = "shop" },
                Spec = new V1LimitRangeSpec
                {
                    Limits =
                    [
                        new V1LimitRangeItem
                        {
                            Type = "Container",
                            Max = new Dictionary<string, ResourceQuantity> { ["memory"] = new("512Mi") },
                            Min = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("100m") },
                            DefaultProperty = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("500m") },
                        },
                    ],
                },
            });
}
