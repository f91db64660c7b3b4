using System.Text.Json;
using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Policies;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Failures;

public sealed class DiagnosisDraftsTests
{
    [Fact]
    public void The_draft_says_whose_failure_it_is_and_who_wants_it_diagnosed()
    {
        var policy = TestPolicies.Of("critical", new DiagnosisPolicySpec
        {
            Depth = DiagnosisDepth.Investigate,
            LlmRef = new LlmReference { Name = "ollama" },
            TtlSecondsAfterFinished = 60,
        });
        var owner = new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "checkout", Uid = "u" };
        var draft = DiagnosisDrafts.Create(TestPods.Checkout, new PolicyMatch(policy, [TestFailures.Of()], null), "abc", owner);

        Assert.Equal(TestPods.Checkout.DiagnosisName(), draft.Metadata.Name);
        Assert.Equal("shop", draft.Metadata.NamespaceProperty);
        Assert.Equal("critical", draft.Metadata.Labels["cluster-code.io/policy"]);
        Assert.Equal(TestPods.Checkout.Hash(), draft.Metadata.Labels["cluster-code.io/failure"]);
        Assert.Equal("cluster-code-operator", draft.Metadata.Labels["app.kubernetes.io/managed-by"]);
        Assert.Equal("CrashLoopBackOff", draft.Metadata.Annotations["cluster-code.io/trigger"]);
        Assert.Equal("app", draft.Metadata.Annotations["cluster-code.io/container"]);
        Assert.Equal("abc", draft.Metadata.Annotations[DiagnosisDrafts.SignatureAnnotation]);
        Assert.Same(owner, Assert.Single(draft.Metadata.OwnerReferences));
        Assert.Equal(new DiagnosisTarget { ApiVersion = "apps/v1", Kind = "Deployment", Name = "checkout" }, draft.Spec.Target);
        Assert.Equal(DiagnosisDepth.Investigate, draft.Spec.Depth);
        Assert.Equal("ollama", draft.Spec.LlmRef!.Name);
        Assert.Equal(60, draft.Spec.TtlSecondsAfterFinished);
    }

    [Fact]
    public void A_failure_of_the_whole_pod_names_no_container()
    {
        var draft = Draft(TestPods.Checkout, null, TestFailures.Of() with { Container = null });
        Assert.DoesNotContain("cluster-code.io/container", draft.Metadata.Annotations.Keys);
        Assert.Null(draft.Metadata.OwnerReferences);
    }

    [Theory]
    [InlineData("apps", "Deployment", "apps/v1")]
    [InlineData("apps", "Deployment", null)]
    [InlineData("apps", "StatefulSet", null)]
    [InlineData("apps", "DaemonSet", null)]
    [InlineData("apps", "ReplicaSet", null)]
    [InlineData("batch", "Job", "batch/v1")]
    [InlineData("batch", "CronJob", null)]
    [InlineData("", "Pod", "v1")]
    [InlineData("", "Pod", null)]
    [InlineData("argoproj.io", "Rollout", "argoproj.io/v1alpha1")]
    public void The_workload_is_read_back_from_the_draft(string group, string kind, string? ownerApiVersion)
    {
        var key = new WorkloadKey("shop", group, kind, "checkout");
        var owner = ownerApiVersion is null ? null : new V1OwnerReference { ApiVersion = ownerApiVersion, Kind = kind, Name = "checkout", Uid = "u" };
        Assert.Equal(key, DiagnosisDrafts.WorkloadOf(Draft(key, owner, TestFailures.Of())));
    }

    [Fact]
    public void A_diagnosis_of_a_user_is_about_no_watched_workload()
    {
        var draft = Draft(TestPods.Checkout, null, TestFailures.Of());
        var retargeted = Draft(TestPods.Checkout, null, TestFailures.Of());
        draft.Metadata.Labels.Remove("cluster-code.io/failure");
        retargeted.Spec = retargeted.Spec with { Target = new DiagnosisTarget { Kind = "Deployment", Name = "other" } };
        Assert.Null(DiagnosisDrafts.WorkloadOf(draft));
        Assert.Null(DiagnosisDrafts.WorkloadOf(retargeted));
        Assert.Null(DiagnosisDrafts.WorkloadOf(new DiagnosisRequest()));
    }

    [Fact]
    public void Asking_again_is_a_patch_of_two_annotations() =>
        Assert.Equal(
            """{"metadata":{"annotations":{"cluster-code.io/failure-signature":"abc","cluster-code.io/requested-at":"2026-11-22T12:00:00Z"}}}""",
            JsonSerializer.Serialize(DiagnosisDrafts.RequestAgain("abc", Times.Now), FailureJsonContext.Default.MetadataPatch));

    private static DiagnosisRequest Draft(WorkloadKey key, V1OwnerReference? owner, DetectedFailure failure) =>
        DiagnosisDrafts.Create(key, new PolicyMatch(TestPolicies.Of(), [failure], null), "abc", owner);
}
