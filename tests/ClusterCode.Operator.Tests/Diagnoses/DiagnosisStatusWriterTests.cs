using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Diagnoses;

public sealed class DiagnosisStatusWriterTests
{
    private static readonly ObjectKey Key = new("shop", "why");

    private readonly FakeApiClient _api = new();
    private readonly DiagnosisStatusWriter _writer;

    public DiagnosisStatusWriterTests() => _writer = new DiagnosisStatusWriter(_api, new FakeStatusWriter(_api));

    [Fact]
    public async Task A_change_is_one_write()
    {
        _api.Put(Definitions.DiagnosisRequests, TestDiagnoses.Of());
        var written = await WriteAsync(TestDiagnoses.Of(), status => status with { Target = "x" });
        Assert.Equal("x", written!.Status!.Target);
        Assert.Single(_api.Requests);
    }

    [Fact]
    public async Task No_change_is_no_write()
    {
        var diagnosis = TestDiagnoses.Of(status: TestDiagnoses.Completed);
        _api.Put(Definitions.DiagnosisRequests, diagnosis);
        Assert.NotNull(await WriteAsync(diagnosis, status => status with { Phase = DiagnosisPhase.Completed }));
        Assert.Empty(_api.Requests);
    }

    [Fact]
    public async Task After_a_conflict_the_change_is_applied_to_what_is_there_now()
    {
        var stale = TestDiagnoses.Of();
        Put(fresh =>
        {
            fresh.Metadata.ResourceVersion = "2";
            fresh.Status = new DiagnosisRequestStatus { Occurrences = new FailureOccurrences { Count = 9 } };
        });
        var written = await WriteAsync(stale, status => status with { Target = "x" });
        Assert.Equal(("x", 9), (written!.Status!.Target, written.Status.Occurrences!.Count));
        Assert.Equal(["status diagnosisrequests shop/why", "get diagnosisrequests shop/why", "status diagnosisrequests shop/why"], _api.Requests);
    }

    [Fact]
    public async Task It_gives_up_when_the_diagnosis_asks_something_else_by_now()
    {
        Put(fresh =>
        {
            fresh.Metadata.ResourceVersion = "2";
            fresh.Metadata.Generation = 3;
        });
        Assert.Null(await WriteAsync(TestDiagnoses.Of(), status => status with { Target = "x" }));
        Assert.Null(_api.Peek(Definitions.DiagnosisRequests, Key)!.Status);
    }

    [Fact]
    public async Task It_gives_up_when_another_object_took_the_name()
    {
        Put(fresh =>
        {
            fresh.Metadata.ResourceVersion = "2";
            fresh.Metadata.Uid = "other";
        });
        Assert.Null(await WriteAsync(TestDiagnoses.Of(), status => status with { Target = "x" }));
    }

    [Fact]
    public async Task One_that_is_gone_is_no_error() =>
        Assert.Null(await WriteAsync(TestDiagnoses.Of(), status => status with { Target = "x" }));

    [Fact]
    public async Task One_that_goes_between_conflict_and_reading_is_no_error()
    {
        _api.Refuse = request => request.StartsWith("status", StringComparison.Ordinal) ? FakeApiClient.Conflict(Definitions.DiagnosisRequests, Key) : null;
        Assert.Null(await WriteAsync(TestDiagnoses.Of(), status => status with { Target = "x" }));
    }

    [Fact]
    public async Task Endless_conflicts_end_as_an_error()
    {
        Put(_ => { });
        _api.Refuse = request => request.StartsWith("status", StringComparison.Ordinal) ? FakeApiClient.Conflict(Definitions.DiagnosisRequests, Key) : null;
        var exception = await Assert.ThrowsAsync<ApiStatusException>(() => WriteAsync(TestDiagnoses.Of(), status => status with { Target = "x" }));
        Assert.True(exception.IsConflict);
        Assert.Equal(5, _api.Requests.Count(request => request.StartsWith("status", StringComparison.Ordinal)));
    }

    private void Put(Action<DiagnosisRequest> change)
    {
        var diagnosis = TestDiagnoses.Of();
        change(diagnosis);
        _api.Put(Definitions.DiagnosisRequests, diagnosis);
    }

    private Task<DiagnosisRequest?> WriteAsync(DiagnosisRequest diagnosis, Func<DiagnosisRequestStatus, DiagnosisRequestStatus> change) =>
        _writer.WriteAsync(diagnosis, change, CancellationToken.None);
}
