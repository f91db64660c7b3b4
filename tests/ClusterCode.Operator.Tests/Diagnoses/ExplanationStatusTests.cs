using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class ExplanationStatusTests
{
    [Fact]
    public void A_model_that_failed_leaves_the_diagnosis_just_as_complete()
    {
        var explaining = AnalysisStatus.Analyzed(TestDiagnoses.Of(), new DiagnosisRequestStatus(), FakeExpert.CauseFound, null, Times.Now, Times.Now);
        var outcome = FakeExplainer.Words("BuiltIn") with { Explained = false, Reason = ConditionReasons.Timeout, Message = "no answer within 120s" };
        var status = ExplanationStatus.Explained(TestDiagnoses.Of(), explaining, outcome, Times.Now.AddSeconds(120));
        Assert.Equal(
            [
                "Analyzed=True RootCauseFound: ConfigMap shop/checkout-config has no key DB_URL",
                "Explained=False Timeout: no answer within 120s",
                "Ready=True DiagnosisComplete: ConfigMap shop/checkout-config has no key DB_URL",
            ],
            ConditionText.Of(status.Conditions));
        Assert.Equal(DiagnosisPhase.Completed, status.Phase);
        Assert.Equal("BuiltIn explains.", status.Explanation);
        Assert.Equal("BuiltIn", status.Model!.Backend);
        Assert.Equal(Times.Now.AddSeconds(120), status.CompletionTime);
    }

    [Fact]
    public void Without_a_root_cause_it_is_complete_all_the_same()
    {
        var status = ExplanationStatus.Explained(TestDiagnoses.Of(), new DiagnosisRequestStatus(), FakeExplainer.Words("m"), Times.Now);
        Assert.Contains("Ready=True DiagnosisComplete: The diagnosis is complete.", ConditionText.Of(status.Conditions));
    }

    [Fact]
    public void Who_asks_for_an_investigation_is_told_that_no_tools_were_used()
    {
        var diagnosis = TestDiagnoses.Of();
        diagnosis.Spec = diagnosis.Spec with { Depth = DiagnosisDepth.Investigate };
        var status = ExplanationStatus.Explained(diagnosis, new DiagnosisRequestStatus(), FakeExplainer.Words("m"), Times.Now);
        Assert.Contains("depth Investigate takes effect in a later one", status.Conditions.Single(condition => condition.Type == ConditionTypes.Explained).Message, StringComparison.Ordinal);
    }
}
