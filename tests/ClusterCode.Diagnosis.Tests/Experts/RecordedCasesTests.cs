using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;

namespace ClusterCode.Diagnosis.Tests.Experts;

/// <summary>The whole expert on what a real v1.36 cluster said about failing workloads.</summary>
public sealed class RecordedCasesTests
{
    /// <summary>Requests that the diagnosis of one Deployment or Job may cost.</summary>
    private const int MaxRequests = 10;

    public static TheoryData<string, string, string, string, string[]> Failures => new()
    {
        { "app-error", "Deployment/ledger", CauseCategories.AppError, "Deployment/ledger", ["container app", "exits 2", "nil pointer dereference", "/src/ledger/rates.go:41"] },
        { "missing-environment", "Deployment/mailer", CauseCategories.MissingEnvironment, "Deployment/mailer", ["container app", "SMTP_HOST"] },
        { "bad-command", "Deployment/worker", CauseCategories.BadCommand, "Deployment/worker", ["container app", "/app/wroker"] },
        { "oom-killed", "Deployment/thumbnails", CauseCategories.OOMKilled, "Deployment/thumbnails", ["container app", "32Mi"] },
        { "exits-zero", "Deployment/batch", CauseCategories.ExitsZero, "Deployment/batch", ["container app", "exit code 0", "Job"] },
        { "liveness-wrong-port", "Deployment/api", CauseCategories.LivenessKilled, "Deployment/api", ["container app", "8081", "8080"] },
        { "readiness-404", "Deployment/web", CauseCategories.ReadinessFailing, "Deployment/web", ["container app", "404", "/healthz", "Service web"] },
        { "image-invalid-name", "Deployment/catalog", CauseCategories.ImageInvalidName, "Deployment/catalog", ["Shop/Catalog:2.4.1", "lowercase"] },
        { "image-never-pull", "Deployment/catalog", CauseCategories.ImageNeverPull, "Deployment/catalog", ["shop/catalog:2.4.1", "Never"] },
        { "image-not-pulled", "Deployment/catalog", CauseCategories.ImageRegistryUnreachable, "Deployment/catalog", ["registry.invalid"] },
        { "configmap-missing", "Deployment/pricing", CauseCategories.MissingConfigMap, "ConfigMap/pricing-config", ["pricing-config", "container app", "pricing-conf"] },
        { "configmap-key-missing", "Deployment/pricing", CauseCategories.MissingConfigMapKey, "ConfigMap/pricing-config", ["DB_URL", "container app", "DATABASE_URL"] },
        { "secret-volume-missing", "Deployment/vault-agent", CauseCategories.MissingSecret, "Secret/vault-tls", ["vault-tls", "volume tls"] },
        { "insufficient-memory", "Deployment/analytics", CauseCategories.InsufficientMemory, "Deployment/analytics", ["900Gi", "23.5Gi"] },
        { "node-selector", "Deployment/render", CauseCategories.NodeSelectorMismatch, "Deployment/render", ["accelerator=nvidia-l4"] },
        { "job-failed", "Job/migrate", CauseCategories.JobFailed, "Job/migrate", ["container migrate", "relation \"invoices\" already exists"] },
        { "init-waits", "Deployment/shop", CauseCategories.InitContainerWaiting, "Deployment/shop", ["wait-for-db", "shop-db.data.svc.cluster.local"] },
        { "port-conflict", "Deployment/edge", CauseCategories.PortConflict, "Deployment/edge", ["metrics", "8080"] },
        { "run-as-non-root", "Deployment/proxy", CauseCategories.PermissionDenied, "Deployment/proxy", ["runAsNonRoot"] },
        { "pvc-class-missing", "Deployment/archive", CauseCategories.StorageClassMissing, "PersistentVolumeClaim/archive", ["premium-nvme", "archive"] },
        { "anti-affinity", "Deployment/cache", CauseCategories.AntiAffinityUnsatisfied, "Deployment/cache", ["anti-affinity"] },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_recorded_failure_is_named(string recorded, string target, string category, string resource, string[] words)
    {
        var view = RecordedCase.Load(recorded);
        var report = await TestExpert.DiagnoseAsync(view, RecordedCase.NamespaceOf(recorded), target.Split('/')[0], target.Split('/')[1]);
        Assert.Equal(ExpertOutcome.CauseFound, report.Outcome);
        Assert.Equal(category, report.RootCause!.Category);
        Assert.Equal(resource, $"{report.RootCause.Resource.Kind}/{report.RootCause.Resource.Name}");
        Assert.All(words, w => Assert.Contains(w, report.RootCause.Summary, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(report.RootCause.Summary, report.Message);
        Assert.Equal(Severity.Critical, report.Severity);
        Assert.Matches("^[0-9a-f]{16}$", report.Fingerprint);
        Assert.InRange(view.Requests.Count, 1, MaxRequests);
        AssertIsWellFormed(report);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task The_same_failure_is_named_when_its_pod_or_its_whole_namespace_is_diagnosed(string recorded, string target, string category, string resource, string[] words)
    {
        Assert.NotEmpty(target + resource);
        Assert.NotEmpty(words);
        var ns = RecordedCase.NamespaceOf(recorded);
        var whole = await TestExpert.DiagnoseAsync(RecordedCase.Load(recorded), ns);
        Assert.Equal(category, whole.RootCause!.Category);
        var pod = RecordedCase.Objects(recorded).OfType<k8s.Models.V1Pod>().MaxBy(p => p.Status.Phase == "Pending")!.Metadata.Name;
        var view = RecordedCase.Load(recorded);
        var single = await TestExpert.DiagnoseAsync(view, ns, "Pod", pod);
        Assert.Equal(category, single.RootCause!.Category);
        Assert.Equal(whole.Fingerprint, single.Fingerprint);
        Assert.InRange(view.Requests.Count, 1, 8);
    }

    [Theory]
    [InlineData("pod-security", CauseCategories.PodSecurityViolation, "Deployment rec-pod-security/agent", "PodSecurity \"restricted:latest\" of namespace rec-pod-security forbids the pods of Deployment agent (0 of 1 created)", "securityContext.allowPrivilegeEscalation=false")]
    [InlineData("quota-exceeded", CauseCategories.QuotaExceeded, "ResourceQuota rec-quota-exceeded/team", "allows 1 pod, 1 is used: Deployment jobs cannot create the other 2 of its 3 pods")]
    [InlineData("service-account-missing", CauseCategories.MissingServiceAccount, "ServiceAccount rec-service-account-missing/deployer-bot", "deployer-bot does not exist", "Deployment deployer has 0 of 1 pod")]
    public async Task Pods_that_the_API_server_refuses_are_explained(string recorded, string category, string resource, params string[] words)
    {
        var ns = RecordedCase.NamespaceOf(recorded);
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load(recorded), ns);
        Assert.Equal((category, resource), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.All(words, w => Assert.Contains(w, report.RootCause.Summary, StringComparison.Ordinal));
        Assert.Empty(report.AdditionalCauses);
        AssertIsWellFormed(report);
        var view = RecordedCase.Load(recorded);
        var single = await TestExpert.DiagnoseAsync(view, ns, "Deployment", RecordedCase.Objects(recorded).OfType<k8s.Models.V1Deployment>().Single().Metadata.Name);
        Assert.Equal(report.Fingerprint, single.Fingerprint);
        Assert.InRange(view.Requests.Count, 1, 6);
    }

    [Fact]
    public async Task A_workload_that_is_scaled_to_zero_says_so_when_it_is_asked_about_and_is_healthy_in_its_namespace()
    {
        var view = RecordedCase.Load("scaled-to-zero");
        var single = await TestExpert.DiagnoseAsync(view, "rec-scaled-to-zero", "Deployment", "sessions");
        Assert.Equal(CauseCategories.ScaledToZero, single.RootCause!.Category);
        Assert.Contains("Deployment sessions is scaled to 0 replicas", single.RootCause.Summary, StringComparison.Ordinal);
        Assert.Contains("Service sessions has no pods by it", single.RootCause.Summary, StringComparison.Ordinal);
        Assert.InRange(view.Requests.Count, 1, 6);
    }

    [Theory]
    [InlineData("healthy", "fine", "Healthy: 1 of 1 pods ready, no restarts in 24h")]
    public async Task A_healthy_target_is_healthy_with_nothing_invented(string recorded, string deployment, string message)
    {
        var view = RecordedCase.Load(recorded);
        var report = await TestExpert.DiagnoseAsync(view, RecordedCase.NamespaceOf(recorded), "Deployment", deployment);
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
        Assert.Equal(message, report.Message);
        Assert.Equal((message, CauseCategories.Healthy), (report.RootCause!.Summary, report.RootCause.Category));
        Assert.Null(report.Severity);
        Assert.Null(report.Fingerprint);
        Assert.Empty(report.Findings);
        Assert.InRange(view.Requests.Count, 1, 4);
    }

    [Fact]
    public async Task A_failed_Job_is_told_with_its_pods_error_as_one()
    {
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load("job-failed"), "rec-job-failed", "Job", "migrate");
        Assert.Equal([CauseCategories.JobFailed], report.Findings.Select(f => f.Category));
        Assert.EndsWith("; Job migrate failed after 2 attempts (backoffLimit 1)", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Empty(report.AdditionalCauses);
    }

    [Theory]
    [MemberData(nameof(AllCases))]
    public async Task Every_recorded_case_gives_a_well_formed_report(string recorded)
    {
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load(recorded), RecordedCase.NamespaceOf(recorded));
        Assert.NotNull(report.RootCause);
        AssertIsWellFormed(report);
    }

    public static TheoryData<string> AllCases => [.. RecordedCase.Names];

    private static void AssertIsWellFormed(ExpertReport report)
    {
        var evidence = report.Evidence.Select(e => e.Id).ToHashSet();
        Assert.Equal(report.Evidence.Count, evidence.Count);
        Assert.All(report.Findings, f => Assert.All(f.Evidence, id => Assert.Contains(id, evidence)));
        Assert.All(report.Findings, f => Assert.NotEmpty(f.Evidence));
        var known = new HashSet<string>();
        foreach (var finding in report.Findings)
        {
            Assert.True(finding.CausedBy is null || known.Contains(finding.CausedBy), "a cause stands before its symptoms");
            Assert.True(known.Add(finding.Id));
        }

        Assert.All(report.Evidence, e => Assert.True(System.Text.Encoding.UTF8.GetByteCount(e.Text) <= 2048 && e.Text.Length > 0));
        Assert.True(report.RootCause!.Summary.Length is > 10 and <= 600);
        Assert.DoesNotContain('\n', report.RootCause.Summary);
    }
}
