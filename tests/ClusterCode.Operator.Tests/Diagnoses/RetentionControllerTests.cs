using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class RetentionControllerTests
{
    private static readonly DiagnosisRequestSpec Minute = new() { Target = new DiagnosisTarget { Kind = "Deployment", Name = "checkout" }, TtlSecondsAfterFinished = 60 };

    [Fact]
    public async Task A_users_diagnosis_is_deleted_when_its_time_since_completion_is_over()
    {
        var scene = new DiagnosisScene(Minute, TestDiagnoses.Completed with { CompletionTime = Times.SecondsAgo(60) });
        await scene.RetainAsync();
        Assert.Equal(new DeletePreconditions("uid-why", "1"), Assert.Single(scene.Api.Deletions));
    }

    [Fact]
    public async Task Before_that_it_is_looked_at_when_the_rest_is_over()
    {
        var scene = new DiagnosisScene(Minute, TestDiagnoses.Completed with { CompletionTime = Times.SecondsAgo(20) });
        Assert.Equal(TimeSpan.FromSeconds(40), (await scene.RetainAsync()).RequeueAfter);
        Assert.Empty(scene.Api.Deletions);
    }

    [Fact]
    public async Task Without_a_time_to_live_it_is_kept()
    {
        var scene = new DiagnosisScene(status: TestDiagnoses.Completed with { CompletionTime = Times.SecondsAgo(1e6) });
        Assert.Null((await scene.RetainAsync()).RequeueAfter);
        Assert.Empty(scene.Api.Requests);
    }

    [Fact]
    public async Task A_watched_failure_that_goes_on_is_kept_however_old_its_diagnosis_is()
    {
        var scene = new DiagnosisScene(Minute, TestDiagnoses.Completed with { CompletionTime = Times.SecondsAgo(1e6) });
        scene.Change(Watched);
        Assert.Null((await scene.RetainAsync()).RequeueAfter);
        Assert.Empty(scene.Api.Requests);
    }

    [Fact]
    public async Task A_watched_failure_is_deleted_a_while_after_it_was_resolved()
    {
        var scene = new DiagnosisScene(Minute, TestDiagnoses.Completed with
        {
            CompletionTime = Times.SecondsAgo(1e6),
            ResolvedTime = Times.SecondsAgo(45),
            Conditions = ConditionSet.Set(null, ConditionTypes.Resolved, ConditionStatus.True, ConditionReasons.Recovered, "well", 2, Times.Now),
        });
        scene.Change(Watched);
        Assert.Equal(TimeSpan.FromSeconds(15), (await scene.RetainAsync()).RequeueAfter);
        scene.Clock.Advance(TimeSpan.FromSeconds(15));
        await scene.RetainAsync();
        Assert.Single(scene.Api.Deletions);
    }

    [Fact]
    public async Task One_that_is_under_way_or_to_be_diagnosed_again_is_kept()
    {
        var old = TestDiagnoses.Completed with { CompletionTime = Times.SecondsAgo(1e6) };
        foreach (var status in new[] { old with { Phase = DiagnosisPhase.Explaining }, old with { ObservedGeneration = 1 }, old with { LastHandledRequestedAt = "before" } })
        {
            var scene = new DiagnosisScene(Minute, status);
            Assert.Null((await scene.RetainAsync()).RequeueAfter);
            Assert.Empty(scene.Api.Requests);
        }
    }

    private static void Watched(DiagnosisRequest diagnosis) =>
        diagnosis.Metadata.Labels = new Dictionary<string, string> { ["cluster-code.io/failure"] = TestPods.Checkout.Hash() };
}
