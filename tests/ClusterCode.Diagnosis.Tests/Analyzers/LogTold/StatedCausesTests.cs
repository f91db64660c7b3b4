using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.LogTold;

public sealed class StatedCausesTests
{
    private const string Pod = "checkout-7d9f6c5b4d-x2x4z";

    [Theory]
    [InlineData("Get \"https://ledger:8443/\": x509: certificate has expired or is not yet valid: current time 2026-11-22T15:00:00Z is after 2026-10-01T00:00:00Z", "CertificateExpired", "ledger:8443")]
    [InlineData("Error: certificate has expired\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34)", "CertificateExpired", "its peer")]
    [InlineData("Get \"https://ledger:8443/\": x509: certificate signed by unknown authority", "UntrustedCertificate", "ledger:8443")]
    [InlineData("Get \"https://ledger:8443/\": x509: certificate is valid for old, not ledger", "UntrustedCertificate", "ledger")]
    [InlineData("AccessDenied: User: arn:aws:sts::123456789012:assumed-role/shop/i-1 is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::bucket/key", "CloudIdentityDenied", "s3:GetObject")]
    [InlineData("google: could not find default credentials. See https://cloud.google.com/docs/authentication", "CloudIdentityDenied", "ServiceAccount default")]
    [InlineData("write /data/segment.1: no space left on device", "VolumeFull", "PersistentVolumeClaim ledger-data")]
    [InlineData("write /tmp/x: no space left on device", "VolumeFull", "file system of the container")]
    [InlineData("open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory", "ServiceAccountTokenMissing", "automountServiceAccountToken is false")]
    public async Task What_a_dying_process_states_is_the_cause(string line, string category, string word)
    {
        var view = new InMemoryClusterView()
            .With(new PodBuilder().Crashing("app", 1, change: container => container.VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data" }])
                .With(pod =>
                {
                    pod.Spec.AutomountServiceAccountToken = false;
                    pod.Spec.Volumes = [new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "ledger-data" } }];
                }).Build())
            .WithLog(Pod, "app", line, previous: true);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", Pod);
        Assert.Equal(category, report.RootCause!.Category);
        Assert.Contains(word, report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INFO certificate of ledger expires in 30 days\npanic: no rates")]
    [InlineData("INFO 12Gi space left on device sda\npanic: no rates")]
    public async Task What_only_sounds_like_it_is_not(string log)
    {
        var view = new InMemoryClusterView().With(new PodBuilder().Crashing("app", 1).Build()).WithLog(Pod, "app", log, previous: true);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", Pod);
        Assert.Equal(CauseCategories.AppError, report.RootCause!.Category);
    }

    [Fact]
    public async Task A_process_that_is_not_ready_says_why()
    {
        var view = new InMemoryClusterView()
            .With(new PodBuilder().NotReady("app", container => container.ReadinessProbe = new V1Probe { HttpGet = new V1HTTPGetAction { Path = "/ready", Port = 8080 }, PeriodSeconds = 5 }).Build())
            .WithLog(Pod, "app", "2026-11-22T14:59:00Z ERROR Get \"https://ledger:8443/\": x509: certificate signed by unknown authority");
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", Pod);
        Assert.Equal(CauseCategories.UntrustedCertificate, report.RootCause!.Category);
    }
}
