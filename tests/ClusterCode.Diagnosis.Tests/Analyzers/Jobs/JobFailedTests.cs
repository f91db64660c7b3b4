using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Jobs;

public sealed class JobFailedTests
{
    [Theory]
    [InlineData("BackoffLimitExceeded", "Job has reached the specified backoff limit", "Job migrate failed after 3 attempts (backoffLimit 2)")]
    [InlineData("DeadlineExceeded", "Job was active longer than specified deadline", "Job migrate was stopped after its activeDeadlineSeconds of 60, before it had finished")]
    [InlineData("PodFailurePolicy", "Container app for pod shop/migrate-x failed with exit code 42 matching FailJob rule at index 0", "Job migrate failed by its podFailurePolicy: Container app for pod shop/migrate-x failed with exit code 42 matching FailJob rule at index 0")]
    [InlineData("FailedIndexes", "Job has failed indexes", "Job migrate failed: Job has failed indexes")]
    public void Why_the_job_is_given_up_is_named(string reason, string message, string title)
    {
        var finding = Assert.Single(With(new V1JobCondition { Type = "Failed", Status = "True", Reason = reason, Message = message }).Judge());
        Assert.Equal((CauseCategories.JobFailed, title, "Job shop/migrate"), (finding.Category, finding.Title, finding.Resource.ToString()));
        Assert.Equal("kubectl delete job migrate -n shop", finding.Remediation[0].Command);
    }

    [Theory]
    [InlineData("Complete", "True")]
    [InlineData("Failed", "False")]
    public void A_job_that_has_not_failed_gives_nothing(string type, string status) => Assert.Empty(With(new V1JobCondition { Type = type, Status = status }).Judge());

    [Fact]
    public void The_job_of_a_cron_job_is_run_again_from_it() => Assert.Equal(
        "kubectl create job migrate-again -n shop --from=cronjob/nightly",
        Assert.Single(With(new V1JobCondition { Type = "Failed", Status = "True", Reason = "BackoffLimitExceeded" }).OwnedBy("CronJob", "nightly").Judge()).Remediation[0].Command);

    private static Case With(V1JobCondition condition) => Case.Of(new PodBuilder().Container("app")).OwnedBy("Job", "migrate").Workload(workload => workload with
    {
        Job = new V1Job
        {
            Metadata = new V1ObjectMeta { Name = "migrate", NamespaceProperty = "shop" },
            Spec = new V1JobSpec { BackoffLimit = 2, ActiveDeadlineSeconds = 60, Template = new V1PodTemplateSpec() },
            Status = new V1JobStatus { Failed = 3, Conditions = [condition] },
        },
    });
}
