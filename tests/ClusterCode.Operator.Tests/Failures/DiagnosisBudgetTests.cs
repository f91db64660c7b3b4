using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Failures;

public sealed class DiagnosisBudgetTests
{
    private static readonly ObjectKey A = new("shop", "a");
    private static readonly ObjectKey B = new("shop", "b");
    private static readonly ObjectKey C = new("shop", "c");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(Times.Now));
    private readonly FakeInformer<DiagnosisRequest> _cache = new(Definitions.DiagnosisRequests, new Indexer<DiagnosisRequest>(DiagnosisBudget.ByPolicy, DiagnosisBudget.IndexKeys));
    private readonly DiagnosisBudget _budget;

    public DiagnosisBudgetTests() => _budget = new DiagnosisBudget(_cache, _clock);

    [Fact]
    public void What_was_let_through_counts_before_the_cache_shows_it()
    {
        Assert.True(_budget.TryBegin("p", 1, A, Of(A)));
        Assert.False(_budget.TryBegin("p", 1, B, Of(B)));
        Assert.True(_budget.TryBegin("other", 1, B, Of(B)));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(DiagnosisPhase.Pending, false)]
    [InlineData(DiagnosisPhase.Analyzing, false)]
    [InlineData(DiagnosisPhase.Explaining, true)]
    [InlineData(DiagnosisPhase.Completed, true)]
    [InlineData(DiagnosisPhase.Failed, true)]
    public void Those_without_a_root_cause_count_and_those_that_wait_for_a_model_or_are_finished_do_not(DiagnosisPhase? phase, bool free)
    {
        Show("a", phase);
        Assert.Equal(free, _budget.TryBegin("p", 1, B, Of(B)));
    }

    [Fact]
    public void One_that_could_not_be_created_is_forgotten()
    {
        _budget.TryBegin("p", 1, A, Of(A));
        _budget.Forget(A);
        Assert.True(_budget.TryBegin("p", 1, B, Of(B)));
    }

    [Fact]
    public void One_that_came_and_went_between_two_looks_does_not_count_for_ever()
    {
        _budget.TryBegin("p", 1, A, Of(A));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_budget.TryBegin("p", 1, B, Of(B)));
    }

    [Fact]
    public void A_users_own_diagnoses_count_for_no_policy() =>
        Assert.Empty(DiagnosisBudget.IndexKeys(TestDiagnoses.Of()));

    [Fact]
    public void Those_that_were_turned_away_are_called_in_order_one_for_each_that_ends()
    {
        _budget.TryBegin("p", 1, A, Of(A));
        Assert.False(_budget.TryBegin("p", 1, B, Of(B)));
        Assert.False(_budget.TryBegin("p", 1, C, Of(C)));
        Assert.False(_budget.TryBegin("p", 1, B, Of(B)));

        Assert.Empty(_budget.Next(Diagnosis("a", DiagnosisPhase.Analyzing)));
        Assert.Equal([Of(B)], _budget.Next(Diagnosis("a", DiagnosisPhase.Completed)));
        Assert.Equal([Of(C)], _budget.Next(Diagnosis("a", DiagnosisPhase.Completed)));
        Assert.Empty(_budget.Next(Diagnosis("a", DiagnosisPhase.Completed)));
    }

    [Fact]
    public void One_that_began_is_not_called_again()
    {
        _budget.TryBegin("p", 1, A, Of(A));
        _budget.TryBegin("p", 1, B, Of(B));
        Assert.True(_budget.TryBegin("p", 2, B, Of(B)));
        Assert.Empty(_budget.Next(Diagnosis("a", DiagnosisPhase.Completed)));
    }

    private static WorkloadKey Of(ObjectKey key) => new(key.Namespace!, "apps", "Deployment", key.Name);

    private void Show(string name, DiagnosisPhase? phase) => _cache.Objects.Put(Diagnosis(name, phase));

    private static DiagnosisRequest Diagnosis(string name, DiagnosisPhase? phase) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop", Labels = new Dictionary<string, string> { ["cluster-code.io/policy"] = "p" } },
        Status = new DiagnosisRequestStatus { Phase = phase },
    };
}
