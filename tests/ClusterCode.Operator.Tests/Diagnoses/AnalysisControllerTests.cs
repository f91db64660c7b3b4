using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class AnalysisControllerTests
{
    [Fact]
    public async Task Without_a_model_the_diagnosis_is_complete_with_one_write_and_told()
    {
        var scene = new DiagnosisScene();
        var result = await scene.AnalyzeAsync();
        Assert.True(result.IsSuccess);
        Assert.Null(result.RequeueAfter);
        Assert.Equal(1, scene.StatusWrites);
        Assert.Equal(["Analyzed=True RootCauseFound", "Explained=True BuiltIn", "Ready=True DiagnosisComplete"], ConditionText.Reasons(scene.Status.Conditions));
        Assert.Equal(DiagnosisPhase.Completed, scene.Status.Phase);
        Assert.Equal("BuiltIn explains.", scene.Status.Explanation);
        Assert.Equal("DiagnosisFound", Assert.Single(scene.Events.Events).Reason);
    }

    [Fact]
    public async Task The_expert_is_asked_what_the_spec_says()
    {
        var target = new DiagnosisTarget { ApiVersion = "apps/v1", Kind = "Deployment", Name = "checkout" };
        var scene = new DiagnosisScene(new DiagnosisRequestSpec { Target = target, MinSeverity = Severity.Info });
        await scene.AnalyzeAsync();
        Assert.Equal(new DiagnosisSubject { Namespace = "shop", Target = target, MinSeverity = Severity.Info }, Assert.Single(scene.Expert.Subjects));
    }

    [Fact]
    public async Task What_reaches_beyond_its_namespace_is_refused_before_anything_is_read()
    {
        foreach (var spec in new[] { new DiagnosisRequestSpec { Namespaces = ["*"] }, new DiagnosisRequestSpec { Target = new DiagnosisTarget { Kind = "Namespace", Name = "bank" } } })
        {
            var scene = new DiagnosisScene(spec);
            await scene.AnalyzeAsync();
            Assert.Empty(scene.Expert.Subjects);
            Assert.Equal(DiagnosisPhase.Failed, scene.Status.Phase);
            Assert.Contains("Stalled=True NamespaceNotAllowed", ConditionText.Reasons(scene.Status.Conditions));
        }
    }

    [Fact]
    public async Task In_the_operators_namespace_the_expert_is_asked_about_all()
    {
        var scene = new DiagnosisScene(new DiagnosisRequestSpec { Namespaces = ["*"] }, ns: TestBackends.OperatorNamespace);
        await scene.AnalyzeAsync();
        Assert.Equal(new DiagnosisSubject { Namespace = TestBackends.OperatorNamespace, Scope = NamespaceScope.All }, Assert.Single(scene.Expert.Subjects));
        Assert.Equal(("all namespaces", DiagnosisPhase.Completed), (scene.Status.Target, scene.Status.Phase));
    }

    [Fact]
    public async Task What_was_diagnosed_is_not_diagnosed_again()
    {
        var scene = new DiagnosisScene();
        await scene.AnalyzeAsync();
        await scene.AnalyzeAsync();
        Assert.Single(scene.Expert.Subjects);
        Assert.Equal(1, scene.StatusWrites);
        Assert.Single(scene.Events.Events);
    }

    [Fact]
    public async Task A_changed_spec_or_a_new_request_is_diagnosed_again()
    {
        var scene = new DiagnosisScene();
        await scene.AnalyzeAsync();
        scene.Change(diagnosis => diagnosis.Metadata.Generation = 3);
        await scene.AnalyzeAsync();
        scene.Change(diagnosis => diagnosis.Requested("2026-11-22T12:00:00Z"));
        await scene.AnalyzeAsync();
        Assert.Equal(3, scene.Expert.Subjects.Count);
        Assert.Equal(("2026-11-22T12:00:00Z", 3), (scene.Status.LastHandledRequestedAt, scene.Status.ObservedGeneration!.Value));
    }

    [Fact]
    public async Task A_suspended_one_is_left_alone_and_says_so()
    {
        var scene = new DiagnosisScene(new DiagnosisRequestSpec { Suspend = true });
        await scene.AnalyzeAsync();
        await scene.AnalyzeAsync();
        Assert.Empty(scene.Expert.Subjects);
        Assert.Equal(["Ready=False Suspended"], ConditionText.Reasons(scene.Status.Conditions));
        Assert.Equal(1, scene.StatusWrites);
    }

    [Fact]
    public async Task An_invalid_spec_is_refused_without_asking_the_expert()
    {
        var scene = new DiagnosisScene(new DiagnosisRequestSpec { Target = new DiagnosisTarget { Kind = "Pod", Name = "a" }, Selector = new V1LabelSelector() });
        var result = await scene.AnalyzeAsync();
        Assert.Empty(scene.Expert.Subjects);
        Assert.Null(result.RequeueAfter);
        Assert.Equal(["Analyzed=False InvalidSpec", "Ready=False InvalidSpec", "Stalled=True InvalidSpec"], ConditionText.Reasons(scene.Status.Conditions));
    }

    [Theory]
    [InlineData(ExpertOutcome.TargetNotFound, "TargetNotFound")]
    [InlineData(ExpertOutcome.TargetForbidden, "TargetForbidden")]
    public async Task A_target_that_is_not_to_be_had_is_looked_for_again_without_writing_again(ExpertOutcome outcome, string reason)
    {
        var scene = new DiagnosisScene();
        scene.Expert.Report = new ExpertReport { Outcome = outcome, Message = "there are checkout-api, checkout-web" };
        Assert.Equal(TimeSpan.FromSeconds(30), (await scene.AnalyzeAsync()).RequeueAfter);
        Assert.Equal([$"Analyzed=False {reason}", $"Ready=False {reason}", $"Stalled=True {reason}"], ConditionText.Reasons(scene.Status.Conditions));

        scene.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), (await scene.AnalyzeAsync()).RequeueAfter);
        Assert.Equal(1, scene.StatusWrites);

        scene.Expert.Report = FakeExpert.CauseFound;
        Assert.Null((await scene.AnalyzeAsync()).RequeueAfter);
        Assert.Equal(["Analyzed=True RootCauseFound", "Explained=True BuiltIn", "Ready=True DiagnosisComplete"], ConditionText.Reasons(scene.Status.Conditions));
    }

    [Fact]
    public async Task A_kind_that_cannot_be_diagnosed_is_not_looked_for_again()
    {
        var scene = new DiagnosisScene();
        scene.Expert.Report = new ExpertReport { Outcome = ExpertOutcome.TargetNotSupported, Message = "no" };
        Assert.Null((await scene.AnalyzeAsync()).RequeueAfter);
        await scene.AnalyzeAsync();
        Assert.Single(scene.Expert.Subjects);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_is_a_failure_that_is_retried()
    {
        var scene = new DiagnosisScene();
        scene.Expert.Report = new ExpertReport { Outcome = ExpertOutcome.Unreadable, Message = "list pods: 503" };
        var result = await scene.AnalyzeAsync();
        Assert.False(result.IsSuccess);
        Assert.Equal("list pods: 503", result.ErrorMessage);
        Assert.Contains("Reconciling=True ClusterUnreadable", ConditionText.Reasons(scene.Status.Conditions));

        scene.Expert.Report = FakeExpert.CauseFound;
        Assert.True((await scene.AnalyzeAsync()).IsSuccess);
        Assert.Equal(DiagnosisPhase.Completed, scene.Status.Phase);
    }

    [Fact]
    public async Task With_a_model_the_root_cause_is_told_before_the_model_is_asked()
    {
        var scene = new DiagnosisScene();
        scene.Backends.Backends.Objects.Put(TestBackends.Of("ollama").Ready().AsDefault());
        await scene.AnalyzeAsync();
        Assert.Equal(DiagnosisPhase.Explaining, scene.Status.Phase);
        Assert.Equal(TestDiagnoses.Cause.Summary, scene.Status.RootCause?.Summary);
        Assert.Empty(scene.Explainer.Asked);
        Assert.Single(scene.Events.Events);
    }

    [Fact]
    public async Task A_healthy_target_needs_no_model()
    {
        var scene = new DiagnosisScene();
        scene.Backends.Backends.Objects.Put(TestBackends.Of("ollama").Ready().AsDefault());
        scene.Expert.Report = new ExpertReport { Outcome = ExpertOutcome.Healthy, Message = "3 of 3 pods ready" };
        await scene.AnalyzeAsync();
        Assert.Equal(["BuiltIn"], scene.Explainer.Asked.Select(backend => backend.Name));
        Assert.Contains("Explained=True BuiltIn", ConditionText.Reasons(scene.Status.Conditions));
        Assert.Equal(DiagnosisPhase.Completed, scene.Status.Phase);
        Assert.Empty(scene.Events.Events);
    }

    [Fact]
    public async Task At_depth_Analyze_nobody_explains()
    {
        var scene = new DiagnosisScene(new DiagnosisRequestSpec { Depth = DiagnosisDepth.Analyze });
        await scene.AnalyzeAsync();
        Assert.Empty(scene.Explainer.Asked);
        Assert.Contains("Explained=False NotRequested", ConditionText.Reasons(scene.Status.Conditions));
    }

    [Fact]
    public async Task A_missing_backend_is_told_and_the_experts_words_stand_in()
    {
        var scene = new DiagnosisScene(new DiagnosisRequestSpec { LlmRef = new LlmReference { Name = "olama" } });
        scene.Backends.Backends.Objects.Put(TestBackends.Of("ollama").Ready());
        await scene.AnalyzeAsync();
        Assert.Contains(
            "Explained=False BackendNotFound: LlmBackend olama does not exist in namespace shop or cluster-code-system (there is ollama): correct spec.llmRef, or create it.",
            ConditionText.Of(scene.Status.Conditions));
        Assert.Contains("Ready=True DiagnosisComplete", ConditionText.Reasons(scene.Status.Conditions));
        Assert.Equal("BuiltIn explains.", scene.Status.Explanation);
        Assert.Equal("shop/olama", scene.Status.Model!.FallbackFrom);
    }

    [Fact]
    public async Task One_that_is_being_deleted_is_left_alone()
    {
        var scene = new DiagnosisScene();
        scene.Change(diagnosis => diagnosis.Metadata.DeletionTimestamp = Times.Now);
        await scene.AnalyzeAsync();
        Assert.Empty(scene.Expert.Subjects);
        Assert.Empty(scene.Api.Requests);
    }

    [Fact]
    public async Task A_young_failure_whose_cause_was_only_inferred_is_looked_at_again_until_its_events_are_there()
    {
        var scene = new DiagnosisScene { Expert = { Report = Inferred } };
        scene.Change(diagnosis => diagnosis.Metadata.CreationTimestamp = Times.Now);
        Assert.Equal(TimeSpan.FromSeconds(10), (await scene.AnalyzeAsync()).RequeueAfter);

        Assert.Equal(TimeSpan.FromSeconds(10), (await scene.AnalyzeAsync()).RequeueAfter);
        Assert.Equal(1, scene.StatusWrites);

        scene.Expert.Report = FakeExpert.CauseFound;
        Assert.Null((await scene.AnalyzeAsync()).RequeueAfter);
        Assert.Equal(TestDiagnoses.Cause.Summary, scene.Status.RootCause!.Summary);
        await scene.AnalyzeAsync();
        Assert.Equal(3, scene.Expert.Subjects.Count);
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, null)]
    public async Task Where_nothing_was_found_it_is_looked_at_again_as_long_as_the_failure_goes_on(bool stillFailing, int? seconds)
    {
        var scene = new DiagnosisScene { Expert = { Report = new ExpertReport { Outcome = ExpertOutcome.Healthy, Message = "Starting, nothing has failed" } } };
        scene.Change(diagnosis =>
        {
            diagnosis.Metadata.CreationTimestamp = Times.Now;
            diagnosis.Status = new DiagnosisRequestStatus
            {
                Conditions = [new V1Condition { Type = ConditionTypes.Resolved, Status = stillFailing ? "False" : "True", Reason = "Test", Message = "", LastTransitionTime = Times.Now }],
            };
        });
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, (await scene.AnalyzeAsync()).RequeueAfter);
    }

    [Fact]
    public async Task An_inferred_cause_that_stays_so_is_left_after_a_while()
    {
        var scene = new DiagnosisScene { Expert = { Report = Inferred } };
        scene.Change(diagnosis => diagnosis.Metadata.CreationTimestamp = Times.Now);
        await scene.AnalyzeAsync();
        scene.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await scene.AnalyzeAsync()).RequeueAfter);
        Assert.Single(scene.Expert.Subjects);
    }

    private static ExpertReport Inferred { get; } = FakeExpert.CauseFound with
    {
        RootCause = TestDiagnoses.Cause with { Summary = "inferred", Confidence = Confidence.Low },
        Fingerprint = "0000",
    };
}
