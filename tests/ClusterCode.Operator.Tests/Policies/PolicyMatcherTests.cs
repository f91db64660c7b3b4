using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Policies;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Policies;

public sealed class PolicyMatcherTests
{
    private static readonly WorkloadSnapshot Workload = TestPods.Snapshot(TestPods.Of(TestContainers.Running()));
    private static readonly Dictionary<string, string> NamespaceLabels = new() { ["team"] = "payments" };

    [Fact]
    public void A_policy_that_says_nothing_wants_everything()
    {
        var match = Match([TestPolicies.Of()], TestFailures.Of());
        Assert.NotNull(match);
        Assert.Equal("default", match.Policy.Metadata.Name);
        Assert.Single(match.Due);
        Assert.Null(match.NextDue);
    }

    [Fact]
    public void Without_a_policy_nothing_is_wanted() => Assert.Null(Match([], TestFailures.Of()));

    [Fact]
    public void A_failure_that_may_pass_waits_for_the_grace_period()
    {
        var match = Match([TestPolicies.Of()], TestFailures.Of(DiagnosisTrigger.ImagePullBackOff, sinceSeconds: 5, mayPass: true));
        Assert.NotNull(match);
        Assert.Empty(match.Due);
        Assert.Equal(TimeSpan.FromSeconds(15), match.NextDue);
    }

    [Fact]
    public void A_failure_is_due_when_its_grace_is_just_over() =>
        Assert.Single(Match([TestPolicies.Of()], TestFailures.Of(DiagnosisTrigger.Unschedulable, sinceSeconds: 20, mayPass: true))!.Due);

    [Fact]
    public void A_failure_that_does_not_pass_by_itself_knows_no_grace() =>
        Assert.Single(Match([TestPolicies.Of(spec: new DiagnosisPolicySpec { GracePeriod = "1h" })], TestFailures.Of(sinceSeconds: 0))!.Due);

    [Fact]
    public void Beside_a_due_failure_the_next_ones_time_is_told()
    {
        var match = Match(
            [TestPolicies.Of()], TestFailures.Of(), TestFailures.Of(DiagnosisTrigger.ProbeFailing, 8, true), TestFailures.Of(DiagnosisTrigger.ProbeFailing, 12, true));
        Assert.Equal(DiagnosisTrigger.CrashLoopBackOff, Assert.Single(match!.Due).Trigger);
        Assert.Equal(TimeSpan.FromSeconds(8), match.NextDue);
    }

    [Fact]
    public void Of_several_policies_the_first_by_name_has_it() =>
        Assert.Equal("a", Match([TestPolicies.Of("b"), TestPolicies.Of("a")], TestFailures.Of())!.Policy.Metadata.Name);

    [Fact]
    public void A_policy_whose_failure_is_due_goes_before_one_that_waits()
    {
        var patient = TestPolicies.Of("a", new DiagnosisPolicySpec { GracePeriod = "1h" });
        var match = Match([patient, TestPolicies.Of("b")], TestFailures.Of(DiagnosisTrigger.ProbeFailing, 60, mayPass: true));
        Assert.Equal("b", match!.Policy.Metadata.Name);
    }

    [Fact]
    public void A_policy_wants_its_triggers_only()
    {
        var policy = TestPolicies.Of(spec: new DiagnosisPolicySpec { Triggers = [DiagnosisTrigger.OOMKilled] });
        Assert.Null(Match([policy], TestFailures.Of()));
        var match = Match([policy], TestFailures.Of(), TestFailures.Of(DiagnosisTrigger.OOMKilled));
        Assert.Equal(DiagnosisTrigger.OOMKilled, Assert.Single(match!.Due).Trigger);
    }

    [Fact]
    public void An_empty_list_of_triggers_means_all() =>
        Assert.NotNull(Match([TestPolicies.Of(spec: new DiagnosisPolicySpec { Triggers = [] })], TestFailures.Of()));

    [Theory]
    [InlineData("payments", true)]
    [InlineData("search", false)]
    public void The_namespace_selector_is_held_against_the_namespaces_labels(string team, bool wanted) =>
        Assert.Equal(wanted, Match([TestPolicies.Of(spec: new DiagnosisPolicySpec { NamespaceSelector = TestPolicies.Labels("team", team) })], TestFailures.Of()) is not null);

    [Theory]
    [InlineData("checkout", true)]
    [InlineData("ledger", false)]
    public void The_pod_selector_is_held_against_the_failing_pods_labels(string app, bool wanted) =>
        Assert.Equal(wanted, Match([TestPolicies.Of(spec: new DiagnosisPolicySpec { PodSelector = TestPolicies.Labels("app", app) })], TestFailures.Of()) is not null);

    [Fact]
    public void A_failed_Job_without_pods_is_selected_by_its_own_labels()
    {
        var policy = TestPolicies.Of(spec: new DiagnosisPolicySpec { PodSelector = TestPolicies.Labels("app", "migrate") });
        var workload = new WorkloadSnapshot(TestPods.Checkout, [], [TestJobs.Failed()], []);
        Assert.NotNull(PolicyMatcher.Match([policy], workload, workload.Failures(Times.Now), NamespaceLabels, Times.Now));
    }

    [Fact]
    public void A_suspended_policy_wants_nothing() =>
        Assert.Null(Match([TestPolicies.Of(spec: new DiagnosisPolicySpec { Suspend = true })], TestFailures.Of()));

    [Fact]
    public void A_policy_that_is_being_deleted_wants_nothing()
    {
        var policy = TestPolicies.Of();
        policy.Metadata.DeletionTimestamp = Times.Now;
        Assert.Null(Match([policy], TestFailures.Of()));
    }

    private static PolicyMatch? Match(IEnumerable<DiagnosisPolicy> policies, params IReadOnlyList<DetectedFailure> failures) =>
        PolicyMatcher.Match(policies, Workload, failures, NamespaceLabels, Times.Now);
}
