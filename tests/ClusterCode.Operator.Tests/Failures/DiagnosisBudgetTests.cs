using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Operator.Tests.Failures;

public sealed class DiagnosisBudgetTests
{
    private static readonly ObjectKey A = new("shop", "a");
    private static readonly ObjectKey B = new("shop", "b");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(Times.Now));
    private readonly FakeInformer<DiagnosisRequest> _cache = new(Definitions.DiagnosisRequests, new Indexer<DiagnosisRequest>(DiagnosisBudget.ByPolicy, DiagnosisBudget.IndexKeys));
    private readonly DiagnosisBudget _budget;

    public DiagnosisBudgetTests() => _budget = new DiagnosisBudget(_cache, _clock);

    [Fact]
    public void What_was_let_through_counts_before_the_cache_shows_it()
    {
        Assert.True(_budget.TryBegin("p", 1, A));
        Assert.False(_budget.TryBegin("p", 1, B));
        Assert.True(_budget.TryBegin("other", 1, B));
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
        Assert.Equal(free, _budget.TryBegin("p", 1, B));
    }

    [Fact]
    public void One_that_could_not_be_created_is_forgotten()
    {
        _budget.TryBegin("p", 1, A);
        _budget.Forget(A);
        Assert.True(_budget.TryBegin("p", 1, B));
    }

    [Fact]
    public void One_that_came_and_went_between_two_looks_does_not_count_for_ever()
    {
        _budget.TryBegin("p", 1, A);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_budget.TryBegin("p", 1, B));
    }

    [Fact]
    public void A_users_own_diagnoses_count_for_no_policy() =>
        Assert.Empty(DiagnosisBudget.IndexKeys(TestDiagnoses.Of()));

    private void Show(string name, DiagnosisPhase? phase) => _cache.Objects.Put(new DiagnosisRequest
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop", Labels = new Dictionary<string, string> { ["cluster-code.io/policy"] = "p" } },
        Status = new DiagnosisRequestStatus { Phase = phase },
    });
}
