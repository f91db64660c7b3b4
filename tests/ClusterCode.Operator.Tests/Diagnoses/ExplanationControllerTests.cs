using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class ExplanationControllerTests
{
    private static readonly DiagnosisRequestStatus Explaining = TestDiagnoses.Completed with { Phase = DiagnosisPhase.Explaining, CompletionTime = null };

    [Fact]
    public async Task A_model_that_answers_completes_the_diagnosis()
    {
        var scene = new DiagnosisScene(new DiagnosisRequestSpec { Question = "Why?", Language = "de", Target = new DiagnosisTarget { Kind = "Deployment", Name = "checkout" } }, Explaining);
        scene.Backends.Backends.Objects.Put(TestBackends.Of("ollama").Ready().AsDefault());
        await scene.ExplainAsync();
        Assert.Equal("shop/ollama explains.", scene.Status.Explanation);
        Assert.Equal(DiagnosisPhase.Completed, scene.Status.Phase);
        Assert.Equal(["Explained=True ModelAnswered", "Ready=True DiagnosisComplete"], ConditionText.Reasons(scene.Status.Conditions));
        var request = Assert.Single(scene.Explainer.Requests);
        Assert.Equal(("Deployment shop/checkout", "Why?", "de", TestDiagnoses.Cause.Summary), (request.TargetDescription, request.Question, request.Language, request.RootCause!.Summary));
    }

    [Fact]
    public async Task A_backend_that_is_being_probed_is_waited_for()
    {
        var scene = new DiagnosisScene(status: Explaining);
        scene.Backends.Backends.Objects.Put(TestBackends.Of("ollama").AsDefault());
        Assert.Equal(TimeSpan.FromSeconds(1), (await scene.ExplainAsync()).RequeueAfter);
        Assert.Empty(scene.Explainer.Asked);
        Assert.Empty(scene.Api.Requests);
    }

    [Fact]
    public async Task A_backend_that_is_gone_meanwhile_leaves_the_experts_words()
    {
        var scene = new DiagnosisScene(new DiagnosisRequestSpec { LlmRef = new LlmReference { Name = "ollama" } }, Explaining);
        await scene.ExplainAsync();
        Assert.Equal(["Explained=False BackendNotFound", "Ready=True DiagnosisComplete"], ConditionText.Reasons(scene.Status.Conditions));
        Assert.Equal("BuiltIn explains.", scene.Status.Explanation);
    }

    [Fact]
    public async Task A_backend_whose_Secret_is_missing_leaves_the_experts_words_and_the_reason()
    {
        var scene = new DiagnosisScene(status: Explaining);
        var spec = TestBackends.Ollama with { Auth = new LlmAuth { SecretRef = new SecretKeyReference { Name = "llm-key" } } };
        scene.Backends.Backends.Objects.Put(TestBackends.Of("ollama", spec: spec).Ready().AsDefault());
        await scene.ExplainAsync();
        Assert.Contains("Explained=False SecretNotFound", ConditionText.Reasons(scene.Status.Conditions));
        Assert.Equal(["BuiltIn"], scene.Explainer.Asked.Select(backend => backend.Name));
        Assert.Equal("shop/ollama", scene.Status.Model!.FallbackFrom);
    }

    [Theory]
    [InlineData(DiagnosisPhase.Completed)]
    [InlineData(DiagnosisPhase.Failed)]
    public async Task A_finished_diagnosis_is_not_explained_again(DiagnosisPhase phase)
    {
        var scene = new DiagnosisScene(status: Explaining with { Phase = phase });
        await scene.ExplainAsync();
        Assert.Empty(scene.Explainer.Asked);
    }

    [Fact]
    public async Task One_that_is_to_be_diagnosed_anew_is_not_explained_first()
    {
        var scene = new DiagnosisScene(status: Explaining);
        scene.Change(diagnosis => diagnosis.Requested("2026-11-22T12:00:00Z"));
        await scene.ExplainAsync();
        Assert.Empty(scene.Explainer.Asked);
    }

    [Fact]
    public async Task An_explanation_of_findings_that_were_replaced_meanwhile_is_dropped()
    {
        var scene = new DiagnosisScene(status: Explaining);
        scene.Backends.Backends.Objects.Put(TestBackends.Of("ollama").Ready().AsDefault());
        scene.Explainer.Meanwhile = () => scene.Change(diagnosis =>
        {
            diagnosis.Requested("2026-11-22T12:00:00Z").Metadata.ResourceVersion = "2";
            diagnosis.Status = Explaining with { LastHandledRequestedAt = "2026-11-22T12:00:00Z", Fingerprint = "77c0" };
        });
        await scene.ExplainAsync();
        Assert.Null(scene.Status.Explanation);
        Assert.Equal(DiagnosisPhase.Explaining, scene.Status.Phase);
    }
}
