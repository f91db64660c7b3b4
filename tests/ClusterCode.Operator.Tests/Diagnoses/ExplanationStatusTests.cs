using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
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
    public void What_the_model_asked_for_becomes_evidence()
    {
        var explaining = AnalysisStatus.Analyzed(TestDiagnoses.Of(), new DiagnosisRequestStatus(), FakeExpert.CauseFound, null, Times.Now, Times.Now);
        var gathered = new EvidenceItem { Id = "e9", Kind = EvidenceKind.Log, Source = "log pod/db", Text = "out of disk" };
        var status = ExplanationStatus.Explained(TestDiagnoses.Of(), explaining, FakeExplainer.Words("m") with { Gathered = [gathered] }, Times.Now);
        Assert.Equal([.. explaining.Evidence, gathered], status.Evidence);
    }

    [Fact]
    public void A_fix_of_the_model_joins_the_experts_where_it_is_another()
    {
        var explaining = AnalysisStatus.Analyzed(TestDiagnoses.Of(), new DiagnosisRequestStatus(), FakeExpert.CauseFound, null, Times.Now, Times.Now);
        var cause = explaining.RootCause!;
        explaining = explaining with
        {
            Findings = [new Finding { Id = "f1", Severity = Severity.Critical, Category = cause.Category, Title = cause.Summary, Resource = cause.Resource, Confidence = Confidence.High, Remediation = [Fix("kubectl edit configmap a")] }],
        };
        var status = ExplanationStatus.Explained(TestDiagnoses.Of(), explaining, FakeExplainer.Words("m") with { Remediation = [Fix("kubectl edit configmap a"), Fix("kubectl rollout undo deployment/b")] }, Times.Now);
        Assert.Equal(["kubectl edit configmap a", "kubectl rollout undo deployment/b"], Assert.Single(status.Findings).Remediation.Select(fix => fix.Command));
    }

    private static Remediation Fix(string command) => new() { Title = command, Command = command, Risk = RemediationRisk.Low };
}
