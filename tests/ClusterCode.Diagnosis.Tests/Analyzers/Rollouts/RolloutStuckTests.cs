using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Rollouts;

public sealed class RolloutStuckTests
{
    private const string NotFound = "Failed to pull image \"registry.example/shop/web:1.1\": rpc error: code = NotFound desc = registry.example/shop/web:1.1: not found";

    [Fact]
    public async Task What_stops_the_new_revision_is_the_cause_with_what_changed_and_what_still_serves()
    {
        var view = Stuck().View();
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.StartsWith("Image", report.RootCause!.Category, StringComparison.Ordinal);
        Assert.Contains("; since revision 2 (image registry.example/shop/web:1.0 → 1.1); revision 1 still serves with 1 pod", report.RootCause.Summary, StringComparison.Ordinal);
        var stuck = report.Findings.Single(f => f.Category == CauseCategories.RolloutStuck);
        Assert.Equal("f1", stuck.CausedBy);
        Assert.Contains("Rollout of Deployment web to revision 2 is stuck: 1 of 1 pod updated", stuck.Title, StringComparison.Ordinal);
        Assert.Contains(report.Evidence, e => e.Kind == EvidenceKind.Change && e.Text == "container app: image registry.example/shop/web:1.0 → 1.1");
        Assert.Contains("kubectl rollout undo deployment/web -n shop --to-revision=1", report.Findings[0].Remediation.Select(r => r.Command));
        Assert.InRange(view.Requests.Count, 1, 7);
    }

    [Fact]
    public async Task From_the_pod_alone_the_change_is_told_too()
    {
        var report = await TestExpert.DiagnoseAsync(Stuck().View(), "shop", "Pod", "web-2-a");
        Assert.Contains("since revision 2 (image registry.example/shop/web:1.0 → 1.1)", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_ReplicaSets_may_not_be_read_the_cause_stands_without_the_change()
    {
        var report = await TestExpert.DiagnoseAsync(Stuck().View().Answering<V1ReplicaSet>(LookupStatus.Forbidden), "shop", "Deployment", "web");
        Assert.StartsWith("Image", report.RootCause!.Category, StringComparison.Ordinal);
        Assert.DoesNotContain("since revision", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_revision_has_no_change()
    {
        var view = new DeploymentBuilder(1).Revision(1, 10, 0).Pod("web-1-a", 1, p => p.Waiting("app", "ImagePullBackOff", NotFound)).View();
        await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.DoesNotContain(view.Requests, r => r.StartsWith("list ReplicaSet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revision_that_ran_well_for_long_is_not_blamed()
    {
        var view = new DeploymentBuilder(1, App("1.1"))
            .Revision(1, 90_000, 0, App("1.0"))
            .Revision(2, 60_000, 0, App("1.1"))
            .Pod("web-2-a", 2, p => p.Crashing("app", 1, restarts: 3), 60_000)
            .View();
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.DoesNotContain("since revision", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollout_past_its_deadline_says_what_its_pods_show()
    {
        var view = new DeploymentBuilder(1, App("1.1"))
            .Revision(1, 600, 1, App("1.1"))
            .Revision(2, 30, 0, App("1.1"))
            .With(d => d.Status = new V1DeploymentStatus
            {
                Replicas = 1, UpdatedReplicas = 0, ReadyReplicas = 1,
                Conditions = [new V1DeploymentCondition { Type = "Progressing", Status = "False", Reason = "ProgressDeadlineExceeded", Message = "ReplicaSet \"web-2\" has timed out progressing." }],
            })
            .Pod("web-1-a", 1, p => p.Container("app"), 500)
            .View();
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.Equal(CauseCategories.RolloutStuck, report.RootCause!.Category);
        Assert.Equal("Rollout of Deployment web to revision 2 is stuck: 0 of 1 pod updated; the revision before still serves, 1 pod ready (progressDeadlineSeconds 600 passed)", report.RootCause.Summary);
    }

    [Fact]
    public async Task A_rollout_under_way_is_no_failure()
    {
        var view = new DeploymentBuilder(1, App("1.1"))
            .Revision(1, 600, 1, App("1.0")).Revision(2, 1, 0, App("1.1"))
            .Pod("web-1-a", 1, p => p.Container("app"), 500)
            .Pod("web-2-a", 2, p => p.Waiting("app", "ContainerCreating"), 0.5)
            .With(d => d.Status = new V1DeploymentStatus { Replicas = 2, UpdatedReplicas = 1, ReadyReplicas = 1 })
            .View();
        Assert.Equal(CauseCategories.Healthy, (await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web")).RootCause!.Category);
    }

    private static DeploymentBuilder Stuck() => new DeploymentBuilder(1, App("1.1"))
        .Revision(1, 600, 1, App("1.0"))
        .Revision(2, 10, 0, App("1.1"))
        .Pod("web-1-a", 1, p => p.Container("app"), 500)
        .Pod("web-2-a", 2, p => p.Waiting("app", "ImagePullBackOff", NotFound, c => c.Image = "registry.example/shop/web:1.1"))
        .With(d => d.Status = new V1DeploymentStatus { Replicas = 2, UpdatedReplicas = 1, ReadyReplicas = 1 });

    private static V1Container App(string tag) => new() { Name = "app", Image = $"registry.example/shop/web:{tag}" };
}
