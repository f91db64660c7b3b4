using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class AnalysisStatusTests
{
    private static readonly DateTimeOffset Now = new(Times.Now.AddMilliseconds(700));

    [Fact]
    public void With_an_explanation_the_diagnosis_is_complete()
    {
        var status = AnalysisStatus.Analyzed(TestDiagnoses.Of(), new DiagnosisRequestStatus(), FakeExpert.CauseFound, FakeExplainer.Words("BuiltIn"), Now.AddSeconds(-1), Now);
        Assert.Equal(
            [
                "Analyzed=True RootCauseFound: ConfigMap shop/checkout-config has no key DB_URL",
                "Explained=True ModelAnswered: BuiltIn answered.",
                "Ready=True DiagnosisComplete: ConfigMap shop/checkout-config has no key DB_URL",
            ],
            ConditionText.Of(status.Conditions));
        Assert.Equal(DiagnosisPhase.Completed, status.Phase);
        Assert.Equal("BuiltIn explains.", status.Explanation);
        Assert.Equal((2, "Deployment/checkout", "9f2c"), (status.ObservedGeneration!.Value, status.Target, status.Fingerprint));
        Assert.Equal((Times.SecondsAgo(1), Times.Now), (status.StartTime!.Value, status.CompletionTime!.Value));
        Assert.Equal(Times.Now, Assert.Single(status.Conversation).Time);
        Assert.All(status.Conditions, condition => Assert.Equal(2, condition.ObservedGeneration));
    }

    [Fact]
    public void Without_an_explanation_a_model_is_asked_next()
    {
        var status = AnalysisStatus.Analyzed(TestDiagnoses.Of(), new DiagnosisRequestStatus(), FakeExpert.CauseFound, null, Now, Now);
        Assert.Equal(
            ["Analyzed=True RootCauseFound", "Explained=Unknown Explaining", "Ready=False Explaining", "Reconciling=True Explaining"], ConditionText.Reasons(status.Conditions));
        Assert.Equal(DiagnosisPhase.Explaining, status.Phase);
        Assert.Equal(TestDiagnoses.Cause, status.RootCause);
        Assert.Null(status.CompletionTime);
    }

    [Fact]
    public void At_depth_Analyze_no_model_is_asked()
    {
        var diagnosis = TestDiagnoses.Of(new DiagnosisRequestSpec { Depth = DiagnosisDepth.Analyze });
        var status = AnalysisStatus.Analyzed(diagnosis, new DiagnosisRequestStatus(), FakeExpert.CauseFound, null, Now, Now);
        Assert.Equal(["Analyzed=True RootCauseFound", "Explained=False NotRequested", "Ready=True DiagnosisComplete"], ConditionText.Reasons(status.Conditions));
        Assert.Equal(DiagnosisPhase.Completed, status.Phase);
    }

    [Theory]
    [InlineData(ExpertOutcome.Healthy, "Analyzed=True Healthy")]
    [InlineData(ExpertOutcome.CauseUnknown, "Analyzed=True CauseUnknown")]
    public void What_the_expert_concluded_is_the_reason(ExpertOutcome outcome, string expected) =>
        Assert.Contains(expected, ConditionText.Reasons(AnalysisStatus.Analyzed(
            TestDiagnoses.Of(), new DiagnosisRequestStatus(), new ExpertReport { Outcome = outcome, Message = "3 of 3 pods ready" }, null, Now, Now).Conditions));

    [Fact]
    public void A_second_diagnosis_forgets_what_the_first_found_and_keeps_what_belongs_to_the_failure()
    {
        var resolved = ConditionSet.Set(null, ConditionTypes.Resolved, ConditionStatus.False, ConditionReasons.StillFailing, "still", 1, Now);
        var before = TestDiagnoses.Completed with { Explanation = "old", Answer = "old", Occurrences = new FailureOccurrences { Count = 7 }, Conditions = resolved };
        var diagnosis = TestDiagnoses.Of().Requested("2026-11-22T12:00:00Z");
        var status = AnalysisStatus.Analyzed(diagnosis, before, FakeExpert.CauseFound with { RootCause = null, Fingerprint = null }, null, Now, Now);
        Assert.Null(status.RootCause);
        Assert.Null(status.Explanation);
        Assert.Null(status.Answer);
        Assert.Null(status.Fingerprint);
        Assert.Equal(7, status.Occurrences!.Count);
        Assert.Contains("Resolved=False StillFailing", ConditionText.Reasons(status.Conditions));
        Assert.Equal("2026-11-22T12:00:00Z", status.LastHandledRequestedAt);
    }

    [Fact]
    public void A_refusal_is_stalled_and_says_why()
    {
        var status = AnalysisStatus.Refused(TestDiagnoses.Of(), TestDiagnoses.Completed, ConditionReasons.TargetNotFound, "there is none", Now);
        Assert.Equal(
            ["Analyzed=False TargetNotFound: there is none", "Ready=False TargetNotFound: there is none", "Stalled=True TargetNotFound: there is none"],
            ConditionText.Of(status.Conditions));
        Assert.Equal(DiagnosisPhase.Failed, status.Phase);
        Assert.Null(status.RootCause);
        Assert.Equal(Times.Now, status.CompletionTime);
    }

    [Fact]
    public void A_target_that_stays_missing_was_refused_once()
    {
        var first = AnalysisStatus.Refused(TestDiagnoses.Of(), new DiagnosisRequestStatus(), ConditionReasons.TargetNotFound, "there is none", Now);
        var second = AnalysisStatus.Refused(TestDiagnoses.Of(status: first), first, ConditionReasons.TargetNotFound, "there is none", Now.AddSeconds(30));
        Assert.Equal(first.CompletionTime, second.CompletionTime);
    }

    [Fact]
    public void A_cluster_that_cannot_be_read_leaves_the_last_findings_and_is_tried_again()
    {
        var status = AnalysisStatus.Unreadable(TestDiagnoses.Of(), TestDiagnoses.Completed with { ObservedGeneration = 1 }, "pods: 503", Now);
        Assert.Equal(["Analyzed=False ClusterUnreadable", "Ready=False ClusterUnreadable", "Reconciling=True ClusterUnreadable"], ConditionText.Reasons(status.Conditions));
        Assert.Equal(TestDiagnoses.Cause, status.RootCause);
        Assert.Equal(1, status.ObservedGeneration);
    }

    [Fact]
    public void Suspended_keeps_what_is_there()
    {
        var status = AnalysisStatus.Suspended(TestDiagnoses.Of(), TestDiagnoses.Completed, Now);
        Assert.Equal(["Ready=False Suspended: spec.suspend is true; set it to false to diagnose."], ConditionText.Of(status.Conditions));
        Assert.Equal(DiagnosisPhase.Completed, status.Phase);
        Assert.Equal(DiagnosisPhase.Pending, AnalysisStatus.Suspended(TestDiagnoses.Of(), new DiagnosisRequestStatus(), Now).Phase);
    }

    [Fact]
    public void A_message_longer_than_the_API_allows_is_cut()
    {
        var status = AnalysisStatus.Refused(TestDiagnoses.Of(), new DiagnosisRequestStatus(), ConditionReasons.InvalidSpec, new string('x', 10_000), Now);
        Assert.All(status.Conditions, condition => Assert.Equal(4096, condition.Message.Length));
    }
}
