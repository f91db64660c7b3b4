using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class InitContainerTests
{
    [Fact]
    public void An_init_container_with_an_error_of_its_own_is_told_in_one()
    {
        var pod = new PodBuilder().Crashing("migrate", 1, init: true).Waiting("app", "PodInitializing");
        Assert.Equal(
            [(CauseCategories.InitContainerFailing, "Init container migrate exits 1: schema is locked; container app cannot start before it")],
            Case.Of(pod).Log("migrate", "ERROR: schema is locked").Judge().Select(finding => (finding.Category, finding.Title)));
    }

    [Fact]
    public void A_failing_init_container_is_a_symptom_beside_its_own_cause()
    {
        var pod = new PodBuilder().Crashing("migrate", 1, init: true).Waiting("app", "PodInitializing");
        Assert.Equal(
            [(CauseCategories.MissingEnvironment, "Init container migrate needs the environment variable DB_URL, which nothing sets"), (CauseCategories.InitContainerFailing, "Init container migrate fails (exit 1), so that container app never starts")],
            Case.Of(pod).Log("migrate", "ERROR: environment variable DB_URL is not set").Judge().Select(finding => (finding.Category, finding.Title)));
    }

    [Theory]
    [InlineData("until nc -z orders-db 5432; do sleep 1; done", "orders-db:5432, and namespace shop has no Service orders-db; it has order-db")]
    [InlineData("until nslookup orders-db.shop.svc.cluster.local; do sleep 1; done", "orders-db.shop.svc.cluster.local, and namespace shop has no Service orders-db; it has order-db")]
    [InlineData("until wget -q http://order-db:8080/health; do sleep 1; done", "order-db:8080")]
    [InlineData("until pg_isready -h orders-db.data; do sleep 1; done", "orders-db.data")]
    public void What_an_init_container_waits_for_is_named(string script, string target)
    {
        var finding = Assert.Single(Waiting(script, 5).File(file => file with
        {
            Services = Lookup.Found<IReadOnlyList<V1Service>>([new V1Service { Metadata = new V1ObjectMeta { Name = "order-db" } }]),
        }).Judge());
        Assert.Equal((CauseCategories.InitContainerWaiting, $"Init container wait has waited 5 min for {target}"), (finding.Category, finding.Title));
    }

    [Fact]
    public void One_that_has_just_started_is_given_time() => Assert.Empty(Waiting("until nc -z orders-db 5432; do sleep 1; done", 0).Judge());

    [Fact]
    public void One_that_says_nothing_may_be_working()
    {
        Assert.Empty(Waiting("migrate --all", 5).Judge());
        Assert.Equal(Severity.Warning, Assert.Single(Waiting("migrate --all", 15).Judge()).Severity);
    }

    [Fact]
    public void A_sidecar_runs_on_by_design() => Assert.Empty(Case.Of(
        new PodBuilder().Container("proxy", container => container.RestartPolicy = "Always", init: true).Container("app")).Judge());

    private static Case Waiting(string script, int minutes) => Case.Of(new PodBuilder()
        .Container("wait", container => container.Command = ["sh", "-c", script], status =>
        {
            status.Ready = false;
            status.State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = RecordedCase.Now.UtcDateTime.AddMinutes(-minutes) } };
        }, init: true)
        .Waiting("app", "PodInitializing"));
}
