using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Policies;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Operator.Tests.Policies;

public sealed class DiagnosisPolicyControllerTests
{
    private static readonly ObjectKey Key = new(null, "default");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(Times.Now));
    private readonly FakeApiClient _api = new();
    private readonly FakeInformer<DiagnosisRequest> _diagnoses = new(Definitions.DiagnosisRequests, new Indexer<DiagnosisRequest>(DiagnosisBudget.ByPolicy, DiagnosisBudget.IndexKeys));
    private readonly DiagnosisPolicyController _controller;

    public DiagnosisPolicyControllerTests()
    {
        _controller = new DiagnosisPolicyController(_diagnoses, new FakeStatusWriter(_api), _clock);
        _api.Put(Definitions.DiagnosisPolicies, TestPolicies.Of());
    }

    private DiagnosisPolicyStatus Status => _api.Peek(Definitions.DiagnosisPolicies, Key)!.Status!;

    [Fact]
    public async Task The_status_says_that_the_policy_is_in_force_and_counts_its_diagnoses()
    {
        Show("a", DiagnosisPhase.Completed);
        Show("b", DiagnosisPhase.Analyzing);
        await ReconcileAsync();
        Assert.Equal((2, 1, 0, 2), (Status.Diagnoses, Status.Active, Status.Resolved, Status.Failing));
        Assert.Equal(["Ready=True PolicyActive: The policy is in force."], ConditionText.Of(Status.Conditions));
    }

    [Fact]
    public async Task A_storm_of_diagnoses_is_counted_every_ten_seconds_and_not_each_time()
    {
        await ReconcileAsync();
        _clock.Advance(DiagnosisPolicyController.CountInterval);
        for (var i = 0; i < 100; i++)
        {
            Show($"d{i}", DiagnosisPhase.Analyzing);
            await ReconcileAsync();
        }

        Assert.Equal(2, _api.Requests.Count);
        Assert.Equal(1, Status.Diagnoses);

        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(6), await ReconcileAsync());
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await ReconcileAsync());
        Assert.Equal(100, Status.Diagnoses);
    }

    [Fact]
    public async Task A_changed_spec_is_answered_at_once()
    {
        await ReconcileAsync();
        var policy = _api.Peek(Definitions.DiagnosisPolicies, Key)!;
        policy.Spec = policy.Spec with { Suspend = true };
        policy.Metadata.Generation = 2;
        _api.Put(Definitions.DiagnosisPolicies, policy);
        await ReconcileAsync();
        Assert.Equal(["Ready=False Suspended: spec.suspend is true; no new diagnoses are made."], ConditionText.Of(Status.Conditions));
        Assert.Equal(2, Status.ObservedGeneration);
    }

    private async Task<TimeSpan?> ReconcileAsync() => (await _controller.ReconcileAsync(_api.Peek(Definitions.DiagnosisPolicies, Key)!, CancellationToken.None)).RequeueAfter;

    private void Show(string name, DiagnosisPhase phase) => _diagnoses.Objects.Put(new DiagnosisRequest
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop", Labels = new Dictionary<string, string> { ["cluster-code.io/policy"] = "default" } },
        Status = new DiagnosisRequestStatus { Phase = phase },
    });
}
