using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Backends.Routing;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Hosting;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Diagnoses;

/// <summary>One DiagnosisRequest, <c>shop/why</c> unless it stands elsewhere, and the controllers that work on it.</summary>
internal sealed class DiagnosisScene
{
    private readonly string _namespace;
    private readonly AnalysisController _analysis;
    private readonly ExplanationController _explanation;
    private readonly RetentionController _retention;

    public DiagnosisScene(DiagnosisRequestSpec? spec = null, DiagnosisRequestStatus? status = null, string ns = "shop")
    {
        _namespace = ns;
        var statuses = new DiagnosisStatusWriter(Api, new FakeStatusWriter(Api));
        _analysis = new AnalysisController(
            Expert, Backends.Selector, Explainer, Answers, statuses, new DiagnosisEvents(Events, Clock), new FailureTally(new WorkloadSnapshots(Pods, Jobs, MountEvents, Deployments), Clock),
            new OperatorIdentity(TestBackends.OperatorNamespace, "operator-0"), Clock, NullLogger<AnalysisController>.Instance);
        _explanation = new ExplanationController(Backends.Selector, new RoutedExplainer(new BackendResolver(Api), Explainer), new InvestigationTools(Investigator), statuses, Clock, NullLogger<ExplanationController>.Instance);
        _retention = new RetentionController(Api, Clock);
        Api.Put(Definitions.DiagnosisRequests, TestDiagnoses.Of(spec, status, ns: ns));
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(Times.Now));

    public FakeApiClient Api { get; } = new();

    public FakeExpert Expert { get; } = new();

    public FakeExplainer Explainer { get; } = new();

    public FakeInvestigator Investigator { get; } = new();

    public ExplainedDiagnoses Answers { get; } = new(new FakeInformer<DiagnosisRequest>(
        Definitions.DiagnosisRequests, new Indexer<DiagnosisRequest>(ExplainedDiagnoses.ByInput, ExplainedDiagnoses.IndexKeys)));

    public FakeEventRecorder Events { get; } = new();

    public FakeInformer<PodSummary> Pods { get; } = new(Definitions.Pods, new Indexer<PodSummary>(WorkloadSnapshots.ByWorkload, pod => [WorkloadSnapshots.IndexKey(pod)]));

    public FakeInformer<JobSummary> Jobs { get; } = new(Definitions.Jobs, new Indexer<JobSummary>(WorkloadSnapshots.ByWorkload, job => [WorkloadSnapshots.IndexKey(job)]));

    public FakeInformer<V1Deployment> Deployments { get; } = new(Definitions.Deployments);

    public FakeInformer<MountEventSummary> MountEvents { get; } = new(
        Definitions.MountEvents, new Indexer<MountEventSummary>(WorkloadSnapshots.ByPodUid, mount => mount.InvolvedObject?.Uid is { } uid ? [uid] : []));

    public BackendCaches Backends { get; } = new();

    /// <summary>The diagnosis as the API server holds it.</summary>
    public DiagnosisRequest Diagnosis => Api.Peek(Definitions.DiagnosisRequests, new ObjectKey(_namespace, "why"))!;

    public DiagnosisRequestStatus Status => Diagnosis.Status!;

    public int StatusWrites => Api.Requests.Count(request => request.StartsWith("status", StringComparison.Ordinal));

    public void Change(Action<DiagnosisRequest> change)
    {
        var diagnosis = Diagnosis;
        change(diagnosis);
        Api.Put(Definitions.DiagnosisRequests, diagnosis);
    }

    public Task<ReconciliationResult<DiagnosisRequest>> AnalyzeAsync() => _analysis.ReconcileAsync(Diagnosis, CancellationToken.None);

    public Task<ReconciliationResult<DiagnosisRequest>> ExplainAsync() => _explanation.ReconcileAsync(Diagnosis, CancellationToken.None);

    public Task<ReconciliationResult<DiagnosisRequest>> RetainAsync() => _retention.ReconcileAsync(Diagnosis, CancellationToken.None);
}
