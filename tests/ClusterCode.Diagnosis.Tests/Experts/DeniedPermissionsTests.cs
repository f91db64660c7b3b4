using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Experts;

/// <summary>What may not be read, or cannot be, is said and never mistaken for what does not exist.</summary>
public sealed class DeniedPermissionsTests
{
    private static readonly Type[] Kinds =
    [
        typeof(V1Pod), typeof(V1ReplicaSet), typeof(V1Deployment), typeof(V1StatefulSet), typeof(V1DaemonSet), typeof(V1Job), typeof(V1CronJob), typeof(Corev1Event), typeof(V1ConfigMap),
        typeof(V1Secret), typeof(V1PersistentVolumeClaim), typeof(V1Service), typeof(V1Node),
    ];

    public static TheoryData<string> Cases =>
        ["app-error", "configmap-key-missing", "secret-volume-missing", "insufficient-memory", "job-failed", "pvc-class-missing", "readiness-404", "quota-exceeded"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_denied_or_failing_kind_makes_a_diagnosis_throw_or_call_a_failure_healthy(string recorded)
    {
        var ns = RecordedCase.NamespaceOf(recorded);
        var full = await TestExpert.DiagnoseAsync(RecordedCase.Load(recorded), ns);
        foreach (var kind in Kinds)
        {
            foreach (var status in new[] { LookupStatus.Forbidden, LookupStatus.Unavailable })
            {
                var report = await TestExpert.DiagnoseAsync(RecordedCase.Load(recorded).Answering(kind, status), ns);
                Assert.NotEmpty(report.Message);
                if (kind == typeof(V1Pod))
                {
                    Assert.Equal(status == LookupStatus.Forbidden ? ExpertOutcome.TargetForbidden : ExpertOutcome.Unreadable, report.Outcome);
                }
                else if (full.Outcome != ExpertOutcome.Healthy && kind != typeof(V1Deployment))
                {
                    Assert.NotEqual(ExpertOutcome.Healthy, report.Outcome);
                }
            }
        }
    }

    [Fact]
    public async Task Without_logs_the_crash_is_still_named_and_the_missing_right_is_said()
    {
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load("app-error").AnsweringLogs(LookupStatus.Forbidden), "rec-app-error", "Deployment", "ledger");
        Assert.Contains("exits 2", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Contains("The operator may not read pods/log here", report.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("may not read pods/log here", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_events_the_diagnosis_says_so()
    {
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load("liveness-wrong-port").Answering<Corev1Event>(LookupStatus.Forbidden), "rec-liveness-wrong-port", "Deployment", "api");
        Assert.Contains("may not list events in namespace rec-liveness-wrong-port", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Secret_that_may_not_be_read_is_not_said_to_be_missing_where_only_its_absence_from_the_view_would_tell()
    {
        var pod = new PodBuilder().Waiting("app", "ContainerCreating", change: c => c.EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "db" } }]).Build();
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With([pod]).Answering<V1Secret>(LookupStatus.Forbidden), "shop", "Pod", pod.Metadata.Name);
        Assert.DoesNotContain("does not exist", report.Message, StringComparison.Ordinal);
        Assert.Contains("may not read secrets", report.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LookupStatus.Forbidden, ExpertOutcome.TargetForbidden, "Grant its ServiceAccount get and list")]
    [InlineData(LookupStatus.Unavailable, ExpertOutcome.Unreadable, "could not be read")]
    public async Task A_target_that_cannot_be_read_is_refused_with_the_reason(LookupStatus status, ExpertOutcome outcome, string words)
    {
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load("healthy").Answering<V1Deployment>(status), "rec-healthy", "Deployment", "fine");
        Assert.Equal(outcome, report.Outcome);
        Assert.Contains(words, report.Message, StringComparison.Ordinal);
        Assert.Null(report.RootCause);
    }
}
