using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Tests.Causes;

public sealed class CauseGraphTests
{
    private static readonly WorkloadFacts Checkout = Workload("checkout");

    [Theory]
    [InlineData(CauseCategories.AppError, CauseCategories.OOMKilled)]
    [InlineData(CauseCategories.SignalTerminated, CauseCategories.LivenessKilled)]
    [InlineData(CauseCategories.ReadinessFailing, CauseCategories.AppError)]
    [InlineData(CauseCategories.LivenessKilled, CauseCategories.OOMKilled)]
    [InlineData(CauseCategories.InitContainerFailing, CauseCategories.MissingEnvironment)]
    [InlineData(CauseCategories.JobFailed, CauseCategories.AppError)]
    [InlineData(CauseCategories.CrashWithoutLogs, CauseCategories.BadCommand)]
    [InlineData(CauseCategories.RolloutStuck, CauseCategories.ImageTagNotFound)]
    [InlineData(CauseCategories.Unknown, CauseCategories.MissingSecret)]
    public void A_symptom_is_told_from_its_cause_whichever_comes_first(string symptom, string cause)
    {
        foreach (var drafts in new[] { new[] { Draft(symptom), Draft(cause) }, [Draft(cause), Draft(symptom)] })
        {
            var root = Assert.Single(CauseGraph.Build(drafts.Select(d => new CaseFinding(d, Checkout))));
            Assert.Equal(cause, root.Draft.Category);
            Assert.Equal([cause, symptom], CauseGraph.Unfold(root).Select(n => n.Draft.Category));
        }
    }

    [Fact]
    public void A_failure_of_another_container_is_no_cause()
    {
        var roots = Build(Draft(CauseCategories.ReadinessFailing, "web"), Draft(CauseCategories.OOMKilled, "sidecar"));
        Assert.Equal(2, roots.Count);
    }

    [Fact]
    public void A_failure_of_another_workload_is_no_cause()
    {
        var roots = CauseGraph.Build([new CaseFinding(Draft(CauseCategories.JobFailed), Checkout), new CaseFinding(Draft(CauseCategories.OOMKilled), Workload("other"))]);
        Assert.Equal(2, roots.Count);
    }

    [Fact]
    public void A_chain_is_unfolded_from_its_cause_to_its_last_symptom()
    {
        var roots = Build(Draft(CauseCategories.JobFailed, null), Draft(CauseCategories.InitContainerFailing, "init"), Draft(CauseCategories.MissingEnvironment, "init"));
        Assert.Equal(
            [CauseCategories.MissingEnvironment, CauseCategories.InitContainerFailing, CauseCategories.JobFailed],
            CauseGraph.Unfold(Assert.Single(roots)).Select(n => n.Draft.Category).OrderBy(c => c == CauseCategories.JobFailed).ThenBy(c => c == CauseCategories.InitContainerFailing));
        Assert.Equal(2, roots[0].Explained);
    }

    [Fact]
    public void Findings_that_could_cause_each_other_make_no_cycle()
    {
        var roots = Build(Draft(CauseCategories.JobFailed), Draft(CauseCategories.RolloutStuck), Draft(CauseCategories.Unknown), Draft(CauseCategories.CronJobNotScheduling), Draft(CauseCategories.LogErrors));
        Assert.Equal(5, roots.SelectMany(CauseGraph.Unfold).Count());
    }

    [Fact]
    public void Replicas_that_fail_alike_are_one_finding_with_the_evidence_of_all()
    {
        var drafts = Enumerable.Range(0, 3).Select(i => Draft(CauseCategories.AppError) with
        {
            Pod = $"checkout-{i}",
            Evidence = [new EvidenceDraft(EvidenceKind.Log, $"log of {i}", "boom"), new EvidenceDraft(EvidenceKind.Status, $"state of {i}", "exit 1")],
        });
        var node = Assert.Single(Build([.. drafts]));
        Assert.Equal(3, node.Pods.Count);
        Assert.Equal(["log of 0", "log of 1", "log of 2"], node.Evidence.Take(3).Select(e => e.Source));
        Assert.Equal(6, node.Evidence.Count);
    }

    [Fact]
    public void One_container_that_fails_in_two_ways_in_two_pods_has_two_findings()
    {
        var roots = Build(Draft(CauseCategories.AppError) with { NormalizedMessage = "a" }, Draft(CauseCategories.AppError) with { NormalizedMessage = "b" });
        Assert.Equal(2, roots.Count);
    }

    [Fact]
    public void Roots_are_ranked_by_severity_then_by_what_they_explain_then_by_how_telling_they_are()
    {
        var roots = Build(
            Draft(CauseCategories.AppError, "a"),
            Draft(CauseCategories.PortConflict, "b"),
            Draft(CauseCategories.OOMKilled, "c"),
            Draft(CauseCategories.ReadinessFailing, "c"),
            Draft(CauseCategories.MissingSecret, "d") with { Severity = Severity.Warning });
        Assert.Equal(
            [CauseCategories.OOMKilled, CauseCategories.PortConflict, CauseCategories.AppError, CauseCategories.MissingSecret],
            roots.Select(r => r.Draft.Category));
    }

    [Fact]
    public void What_stands_behind_a_finding_causes_it_across_workloads()
    {
        var (web, api) = (Workload("web"), Workload("api"));
        var service = Service("api");
        var roots = CauseGraph.Build(
        [
            new CaseFinding(Draft(CauseCategories.DependencyUnreachable) with { Resource = web.Reference, Behind = [service] }, web),
            new CaseFinding(Draft(CauseCategories.ServiceWithoutReadyPods, null) with { Resource = service, Behind = [api.Reference] }, null, IsFollowed: true),
            new CaseFinding(Draft(CauseCategories.AppError) with { Resource = api.Reference }, api, IsFollowed: true),
            new CaseFinding(Draft(CauseCategories.MissingSecretKey) with { Resource = new ResourceReference { Kind = "Secret", Namespace = "shop", Name = "db" } }, api, IsFollowed: true),
        ]);
        var root = Assert.Single(roots, r => r.Draft.Category == CauseCategories.MissingSecretKey);
        Assert.Equal(
            [CauseCategories.MissingSecretKey, CauseCategories.ServiceWithoutReadyPods, CauseCategories.DependencyUnreachable],
            CauseGraph.Unfold(root).Select(n => n.Draft.Category));
    }

    [Fact]
    public void What_is_found_on_the_way_and_explains_nothing_is_not_told()
    {
        var other = Workload("other");
        var roots = CauseGraph.Build(
        [
            new CaseFinding(Draft(CauseCategories.AppError), Checkout),
            new CaseFinding(Draft(CauseCategories.OOMKilled) with { Resource = other.Reference }, other, IsFollowed: true),
        ]);
        Assert.Equal(CauseCategories.AppError, Assert.Single(roots).Draft.Category);
    }

    [Fact]
    public void A_failure_that_nobody_can_explain_explains_no_other()
    {
        var api = Workload("api");
        var roots = CauseGraph.Build(
        [
            new CaseFinding(Draft(CauseCategories.DependencyUnreachable) with { Behind = [api.Reference] }, Checkout),
            new CaseFinding(Draft(CauseCategories.Unknown) with { Resource = api.Reference }, api, IsFollowed: true),
        ]);
        Assert.Equal(CauseCategories.DependencyUnreachable, Assert.Single(roots).Draft.Category);
    }

    [Fact]
    public void Two_workloads_that_wait_for_each_other_have_one_root()
    {
        var (a, b) = (Workload("a"), Workload("b"));
        var roots = CauseGraph.Build(
        [
            new CaseFinding(Draft(CauseCategories.DependencyUnreachable) with { Resource = a.Reference, Behind = [b.Reference] }, a),
            new CaseFinding(Draft(CauseCategories.DependencyUnreachable) with { Resource = b.Reference, Behind = [a.Reference] }, b),
        ]);
        Assert.Equal(2, CauseGraph.Unfold(Assert.Single(roots)).Count());
    }

    private static ResourceReference Service(string name) => new() { Kind = "Service", Namespace = "shop", Name = name };

    private static IReadOnlyList<CauseNode> Build(params FindingDraft[] drafts) => CauseGraph.Build(drafts.Select(d => new CaseFinding(d, Checkout)));

    private static WorkloadFacts Workload(string name) => new() { Reference = new ResourceReference { Kind = "Deployment", Namespace = "shop", Name = name } };

    private static FindingDraft Draft(string category, string? container = "app") => new()
    {
        Category = category,
        Severity = Severity.Critical,
        Confidence = Confidence.High,
        Title = category,
        Resource = Checkout.Reference,
        Pod = "checkout-1",
        Container = container,
        Evidence = [new EvidenceDraft(EvidenceKind.Status, $"{category} of {container}", "x")],
    };
}
