using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.ControllerRuntime.Events;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class DiagnosisEventsTests
{
    private readonly FakeEventRecorder _recorder = new();
    private readonly DiagnosisEvents _events;

    public DiagnosisEventsTests() => _events = new DiagnosisEvents(_recorder, new FakeTimeProvider(new DateTimeOffset(Times.Now)));

    [Fact]
    public void A_root_cause_is_told_on_the_failing_object()
    {
        var diagnosis = TestDiagnoses.Of(status: TestDiagnoses.Completed);
        diagnosis.Metadata.OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "checkout", Uid = "u" }];
        _events.RecordFound(diagnosis);
        var told = Assert.Single(_recorder.Events);
        Assert.Equal(new EventRegarding("apps/v1", "Deployment", "shop", "checkout", "u"), told.Regarding);
        Assert.Equal((EventType.Warning, "DiagnosisFound"), (told.Type, told.Reason));
        Assert.Equal("ConfigMap shop/checkout-config has no key DB_URL (kubectl get diagnosis why -n shop)", told.Note);
        Assert.Equal("uid-why/found/9f2c/", told.IdempotencyKey);
    }

    [Fact]
    public void Without_an_owner_it_is_told_on_the_diagnosis()
    {
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed));
        Assert.Equal(new EventRegarding("cluster-code.io/v1alpha1", "DiagnosisRequest", "shop", "why", "uid-why"), Assert.Single(_recorder.Events).Regarding);
    }

    [Fact]
    public void The_cause_is_told_while_a_model_is_still_being_asked()
    {
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed with { Phase = DiagnosisPhase.Explaining, CompletionTime = null }));
        Assert.Single(_recorder.Events);
    }

    [Fact]
    public void The_same_cause_is_told_once_and_another_or_another_request_again()
    {
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed));
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed with { Occurrences = new FailureOccurrences { Count = 2 } }));
        Assert.Single(_recorder.Events);
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed with { Fingerprint = "77c0" }));
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed with { LastHandledRequestedAt = "now" }));
        Assert.Equal(3, _recorder.Events.Count);
    }

    [Fact]
    public void Old_ones_unfinished_ones_and_healthy_ones_are_not_told()
    {
        _events.RecordFound(TestDiagnoses.Of());
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed with { RootCause = null }));
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed with { CompletionTime = Times.SecondsAgo(300) }));
        _events.RecordResolved(TestDiagnoses.Of(status: TestDiagnoses.Completed));
        _events.RecordResolved(TestDiagnoses.Of(status: TestDiagnoses.Completed with { ResolvedTime = Times.SecondsAgo(300) }));
        Assert.Empty(_recorder.Events);
    }

    [Fact]
    public void Information_is_no_warning()
    {
        _events.RecordFound(TestDiagnoses.Of(status: TestDiagnoses.Completed with { Severity = Severity.Info }));
        Assert.Equal(EventType.Normal, Assert.Single(_recorder.Events).Type);
    }

    [Fact]
    public void Each_resolution_is_told_once()
    {
        var first = TestDiagnoses.Of(status: TestDiagnoses.Completed with { ResolvedTime = Times.SecondsAgo(60) });
        _events.RecordResolved(first);
        _events.RecordResolved(first);
        _events.RecordResolved(TestDiagnoses.Of(status: TestDiagnoses.Completed with { ResolvedTime = Times.SecondsAgo(1), RootCause = null }));
        Assert.Equal(
            [
                "No longer failing: ConfigMap shop/checkout-config has no key DB_URL (kubectl get diagnosis why -n shop)",
                "No longer failing: cause unknown (kubectl get diagnosis why -n shop)",
            ],
            _recorder.Events.Select(told => told.Note));
        Assert.All(_recorder.Events, told => Assert.Equal((EventType.Normal, "DiagnosisResolved"), (told.Type, told.Reason)));
    }
}
