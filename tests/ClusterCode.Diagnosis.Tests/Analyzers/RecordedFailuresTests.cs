using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;

namespace ClusterCode.Diagnosis.Tests.Analyzers;

/// <summary>What the analyzers make of what real clusters said.</summary>
public sealed class RecordedFailuresTests
{
    private const string Old = "Analyzers/Recorded-v1.20";
    private const string Current = "Recorded";

    [Theory]
    [InlineData(Current, "anti-affinity", "AntiAffinityUnsatisfied", "No node takes Deployment cache: 1 node(s) didn't match pod anti-affinity rules (its required podAntiAffinity)")]
    [InlineData(Current, "app-error", "AppError", "Container app exits 2: runtime error: invalid memory address or nil pointer dereference at /src/ledger/rates.go:41")]
    [InlineData(Current, "bad-command", "BadCommand", "Container app cannot start: \"/app/wroker\" (command[0]) does not exist in image busybox:1.36; /app/worker is probably meant")]
    [InlineData(Current, "configmap-key-missing", "MissingConfigMapKey", "ConfigMap rec-configmap-key-missing/pricing-config has no key DB_URL (container app); it has DATABASE_URL")]
    [InlineData(Current, "configmap-missing", "MissingConfigMap", "ConfigMap rec-configmap-missing/pricing-config does not exist (container app, envFrom); pricing-conf does")]
    [InlineData(Current, "exits-zero", "ExitsZero", "Container app finishes with exit code 0 less than 1 s after each start, and restartPolicy Always starts it again; run it as a Job, or keep a process in the foreground")]
    [InlineData(Current, "image-invalid-name", "ImageInvalidName", "Image name \"Shop/Catalog:2.4.1\" of container app is invalid: repository name (Catalog) must be lowercase; shop/catalog:2.4.1 is probably meant")]
    [InlineData(Current, "image-never-pull", "ImageNeverPull", "Image shop/catalog:2.4.1 of container app is not on node localhost, and imagePullPolicy Never forbids pulling it")]
    [InlineData(Current, "image-not-pulled", "ImageRegistryUnreachable", "Registry registry.invalid of image registry.invalid/shop/catalog:2.4.1 cannot be reached from node localhost: no such host registry.invalid")]
    [InlineData(Current, "init-waits", "InitContainerWaiting", "Init container wait-for-db has waited 2 min for shop-db.data.svc.cluster.local; it says: ;; connection timed out; no servers could be reached")]
    [InlineData(Current, "insufficient-memory", "InsufficientMemory", "No node has 900Gi memory, even if it were empty: Deployment analytics requests 900Gi, the largest node offers 23.5Gi")]
    [InlineData(Current, "liveness-wrong-port", "LivenessKilled", "Liveness probe of container app asks port 8081; the container listens on 8080 (containerPort)")]
    [InlineData(Current, "missing-environment", "MissingEnvironment", "Container app needs the environment variable SMTP_HOST, which nothing sets")]
    [InlineData(Current, "node-selector", "NodeSelectorMismatch", "No node carries label accelerator=nvidia-l4, which nodeSelector of Deployment render asks for; no node has a label accelerator")]
    [InlineData(Current, "oom-killed", "OOMKilled", "Container app is OOM-killed at its 32Mi limit, 1 s after each start")]
    [InlineData(Current, "port-conflict", "PortConflict", "Container metrics cannot bind port 8080 (address already in use): container app of the same pod uses port 8080")]
    [InlineData(Current, "readiness-404", "ReadinessFailing", "Readiness probe of container app gets status 404 for /healthz on port 8080: the process serves no such path (Service web gets no endpoint from it)")]
    [InlineData(Current, "run-as-non-root", "PermissionDenied", "Container app may not start: securityContext.runAsNonRoot is true, but image busybox:1.36 runs as root, and runAsUser is not set")]
    [InlineData(Current, "secret-volume-missing", "MissingSecret", "Secret rec-secret-volume-missing/vault-tls does not exist (volume tls of container app)")]
    [InlineData(Current, "sidecar-failing", "SidecarFailing", "Sidecar container log-shipper needs the file /etc/shipper.yaml, which is neither in image busybox:1.36 nor mounted; the container mounts no volume")]
    [InlineData(Old, "app-error-go", "AppError", "Container app exits 2: runtime error: invalid memory address or nil pointer dereference at /src/ledger/rates.go:41")]
    [InlineData(Old, "app-error-java", "AppError", "Container app exits 1: java.lang.NumberFormatException: For input string: \"8O80\" at com.shop.Config.port(Config.java:19)")]
    [InlineData(Old, "app-error-python", "AppError", "Container web exits 1: KeyError: 'currency' at /app/invoice.py:27")]
    [InlineData(Old, "bare-pod", "AppError", "Container app exits 11: index is corrupt: bad magic 0x00")]
    [InlineData(Old, "command-missing-in-script", "BadCommand", "Container app exits 127: command /app/wroker is not in image cluster-code.local/busybox:1.36; /app/worker is probably meant")]
    [InlineData(Old, "command-not-executable", "BadCommand", "Container app cannot start: \"/etc/passwd\" (command[0]) is not executable (permission denied)")]
    [InlineData(Old, "command-not-found", "BadCommand", "Container app cannot start: \"pyhton\" (command[0]) is not in the PATH of image cluster-code.local/busybox:1.36; python is probably meant")]
    [InlineData(Old, "configmap-volume-missing", "MissingConfigMap", "ConfigMap s-configmap-volume-missing/proxy-rules does not exist (volume rules of container app)")]
    [InlineData(Old, "crash-without-logs", "CrashWithoutLogs", "Container app exits 3 less than 1 s after each start and writes nothing")]
    [InlineData(Old, "daemonset-bad-command", "BadCommand", "Container app cannot start: \"/opt/agent/bin/agent\" (command[0]) does not exist in image cluster-code.local/busybox:1.36")]
    [InlineData(Old, "image-auth-failed", "ImageAuthFailed", "Registry private.cluster-code.local refuses to let the node pull image private.cluster-code.local/finance/payroll:1.0.0: imagePullSecrets is absent, so it pulls without credentials")]
    [InlineData(Old, "image-invalid-name", "ImageInvalidName", "Image name \"Shop/Catalog:2.4.1\" of container app is invalid: repository name must be lowercase; shop/catalog:2.4.1 is probably meant")]
    [InlineData(Old, "image-not-found", "ImageTagNotFound", "Image registry.cluster-code.local/shop/catalog:2.4.1 does not exist (tag not found, or registry registry.cluster-code.local has no repository shop/catalog)")]
    [InlineData(Old, "image-registry-unreachable", "ImageRegistryUnreachable", "Registry registry.invalid of image registry.invalid/shop/catalog:2.4.1 cannot be reached from node localhost: no such host registry.invalid")]
    [InlineData(Old, "insufficient-cpu", "InsufficientCpu", "No node has 64 CPU, even if it were empty: StatefulSet solver requests 64, the largest node offers 2")]
    [InlineData(Old, "insufficient-gpu", "InsufficientExtendedResource", "No node offers nvidia.com/gpu: Deployment train requests 1 nvidia.com/gpu")]
    [InlineData(Old, "job-deadline", "JobFailed", "Job reindex was stopped after its activeDeadlineSeconds of 5, before it had finished")]
    [InlineData(Old, "liveness-wrong-path", "LivenessKilled", "Liveness probe of container app gets status 404 for /alive on port 8080: the process serves no such path; the kubelet kills it 6 s after each start")]
    [InlineData(Old, "liveness-wrong-port", "LivenessKilled", "Liveness probe of container app asks port 8081; the container listens on 8080 (containerPort)")]
    [InlineData(Old, "missing-environment", "MissingEnvironment", "Container app needs the environment variable SMTP_HOST, which nothing sets")]
    [InlineData(Old, "oom-killed", "OOMKilled", "Container worker is OOM-killed at its 32Mi limit, less than 1 s after each start")]
    [InlineData(Old, "readiness-refused", "ReadinessFailing", "Readiness probe of container app is refused on port 9200: nothing listens there")]
    [InlineData(Old, "secret-key-missing", "MissingSecretKey", "Secret s-secret-key-missing/gateway-key has no key token (container app, env API_KEY)")]
    [InlineData(Old, "secret-missing", "MissingSecret", "Secret s-secret-missing/billing-key does not exist (container app, env API_KEY)")]
    [InlineData(Old, "sidecar-fails", "SidecarFailing", "Container log-shipper exits 78, because its configuration is wrong: cannot parse /etc/shipper.yaml: mapping values are not allowed at line 3; container app runs")]
    [InlineData(Old, "statefulset-crashing", "AppError", "Container db exits 1: page 17 of base/16384/2619: checksum mismatch")]
    [InlineData(Old, "taint-not-tolerated", "TaintNotTolerated", "Every node has a taint that Deployment reports does not tolerate: dedicated=batch:NoSchedule (localhost)")]
    public void A_real_failure_is_named_in_one_sentence(string version, string name, string category, string title)
    {
        var findings = RecordedCaseFile.Judge(Path.Combine(version, name));

        var first = findings[0];
        Assert.Equal(category, first.Category);
        Assert.Equal(title, first.Title);
        Assert.Equal(Severity.Critical, first.Severity);
        Assert.All(findings.Skip(1), other => Assert.Equal((TaintBesidesAShortage, Severity.Warning), (other.Category, other.Severity)));
    }

    [Theory]
    [InlineData(Current, "healthy")]
    [InlineData(Current, "service-selector")]
    [InlineData(Old, "healthy-job")]
    public void A_healthy_workload_gives_nothing(string version, string name) => Assert.Empty(RecordedCaseFile.Judge(Path.Combine(version, name)));

    [Theory]
    [InlineData(Current, "job-failed", "JobFailed", "Container migrate exits 1: relation \"invoices\" already exists (SQLSTATE 42P07); Job migrate failed after 2 attempts (backoffLimit 1)")]
    [InlineData(Old, "job-failed", "JobFailed", "Container migrate exits 1: relation \"invoices\" already exists (SQLSTATE 42P07); Job migrate failed after 1 attempt (backoffLimit 0)")]
    [InlineData(Old, "init-container-failing", "InitContainerFailing", "Init container migrate-schema exits 1: schema version 41 is newer than this program (40); container app cannot start before it")]
    public void An_error_of_the_process_is_told_with_what_it_holds_up(string version, string name, string category, string title) =>
        Assert.Equal((category, title), Assert.Single(RecordedCaseFile.Judge(Path.Combine(version, name)).Select(finding => (finding.Category, finding.Title)).Distinct()));

    [Fact]
    public void Replicas_of_one_failure_have_one_normalized_message()
    {
        var findings = RecordedCaseFile.Judge(Path.Combine(Old, "twenty-replicas"));
        Assert.Equal(2, findings.Count);
        Assert.Single(findings.Select(finding => finding.NormalizedMessage).Distinct());
    }

    [Fact]
    public void Every_finding_cites_where_it_was_read_and_offers_only_safe_commands()
    {
        foreach (var version in new[] { Current, Old })
        {
            foreach (var folder in Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, version)).Where(folder => !Path.GetFileName(folder).StartsWith('_')))
                Assert.All(RecordedCaseFile.Judge(Path.Combine(version, Path.GetFileName(folder))), Check);
        }
    }

    private static void Check(FindingDraft finding)
    {
        Assert.NotEmpty(finding.Evidence);
        Assert.All(finding.Evidence, evidence =>
        {
            Assert.NotEmpty(evidence.Source);
            Assert.NotEmpty(evidence.Text);
            Assert.True(evidence.Text.Split('\n').Length <= Cite.MostLogLines);
        });
        Assert.DoesNotContain('\n', finding.Title);
        Assert.True(finding.Title.Length <= 500, finding.Title);
        Assert.NotNull(typeof(CauseCategories).GetField(finding.Category));
        Assert.All(finding.Remediation, remediation => Assert.DoesNotContain('\n', remediation.Command ?? ""));
    }

    private const string TaintBesidesAShortage = CauseCategories.TaintNotTolerated;
}
