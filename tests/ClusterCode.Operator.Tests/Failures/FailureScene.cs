using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Failures;

/// <summary>A cluster with one Deployment, <c>shop/checkout</c>, and all that a <see cref="FailureReconciler"/> needs.</summary>
internal sealed class FailureScene
{
    public static readonly WorkloadKey Workload = TestPods.Checkout;
    public static readonly ObjectKey DiagnosisKey = new(Workload.Namespace, Workload.DiagnosisName());

    private readonly WorkloadSnapshots _snapshots;
    private readonly FailureReconciler _reconciler;

    public FailureScene()
    {
        _snapshots = new WorkloadSnapshots(Pods, Jobs, MountEvents, Deployments);
        var statuses = new DiagnosisStatusWriter(Api, new FakeStatusWriter(Api));
        var budget = new DiagnosisBudget(Diagnoses, Clock);
        _reconciler = new FailureReconciler(
            _snapshots, Policies, Namespaces, Diagnoses, new WorkloadOwners(Deployments.Store, Api), budget, new FailureTally(_snapshots, Clock), Api, statuses,
            new DiagnosisEvents(Events, Clock), Clock, NullLogger<FailureReconciler>.Instance);
        Watch = new FailureWatch(_snapshots, Pods, Diagnoses, budget, Clock);
        Policies.Objects.Put(TestPolicies.Of());
        Api.Put(Definitions.ReplicaSets, new ReplicaSetSummary
        {
            Metadata = new ObjectSummary
            {
                Name = $"checkout-{TestPods.Revision}", Namespace = "shop", Uid = "uid-rs", OwnerReferences = [TestPods.Controller("apps/v1", "Deployment", "checkout")],
            },
        });
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(Times.Now));

    public FakeApiClient Api { get; } = new();

    public FakeEventRecorder Events { get; } = new();

    public FailureWatch Watch { get; }

    public WorkloadSnapshot Snapshot(WorkloadKey key) => _snapshots.Of(key);

    public FakeInformer<PodSummary> Pods { get; } = new(Definitions.Pods, new Indexer<PodSummary>(WorkloadSnapshots.ByWorkload, pod => [WorkloadSnapshots.IndexKey(pod)]));

    public FakeInformer<JobSummary> Jobs { get; } = new(Definitions.Jobs, new Indexer<JobSummary>(WorkloadSnapshots.ByWorkload, job => [WorkloadSnapshots.IndexKey(job)]));

    public FakeInformer<MountEventSummary> MountEvents { get; } = new(
        Definitions.MountEvents, new Indexer<MountEventSummary>(WorkloadSnapshots.ByPodUid, mount => mount.InvolvedObject?.Uid is { } uid ? [uid] : []));

    public FakeInformer<V1Deployment> Deployments { get; } = new(Definitions.Deployments);

    public FakeInformer<NamespaceSummary> Namespaces { get; } = new(Definitions.Namespaces);

    public FakeInformer<DiagnosisPolicy> Policies { get; } = new(Definitions.DiagnosisPolicies);

    public FakeInformer<DiagnosisRequest> Diagnoses { get; } = new(Definitions.DiagnosisRequests, new Indexer<DiagnosisRequest>(DiagnosisBudget.ByPolicy, DiagnosisBudget.IndexKeys));

    /// <summary>The diagnosis as the API server holds it.</summary>
    public DiagnosisRequest? Diagnosis => Api.Peek(Definitions.DiagnosisRequests, DiagnosisKey);

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    /// <summary>Replaces the Deployment's pods.</summary>
    public void Show(params IReadOnlyList<PodSummary> pods)
    {
        foreach (var pod in Pods.Store.List())
            Pods.Objects.Remove(new ObjectKey(pod.Metadata.Namespace, pod.Metadata.Name));
        foreach (var pod in pods)
            Pods.Objects.Put(pod);
    }

    /// <summary>Lets the cache see what the API server holds.</summary>
    public void Sync()
    {
        Diagnoses.Objects.Remove(DiagnosisKey);
        if (Diagnosis is { } diagnosis)
            Diagnoses.Objects.Put(diagnosis);
    }

    /// <summary>Changes the diagnosis at the API server, and lets the cache see it.</summary>
    public void Change(Action<DiagnosisRequest> change)
    {
        var diagnosis = Diagnosis!;
        change(diagnosis);
        Api.Put(Definitions.DiagnosisRequests, diagnosis);
        Sync();
    }

    /// <summary>Reconciles the Deployment as the cache shows it, then syncs the cache.</summary>
    public async Task<TimeSpan?> ReconcileAsync(WorkloadKey? key = null)
    {
        var result = await _reconciler.ReconcileAsync(key ?? Workload, CancellationToken.None);
        Sync();
        return result.Delay;
    }

    /// <summary>A diagnosis that was made for a crash, analyzed and counted.</summary>
    public async Task DiagnoseCrashAsync()
    {
        Show(Crashing());
        await ReconcileAsync();
        Change(diagnosis => diagnosis.Status = new DiagnosisRequestStatus { ObservedGeneration = 1, Phase = DiagnosisPhase.Completed, RootCause = TestDiagnoses.Cause });
        await ReconcileAsync();
        Api.Requests.Clear();
    }

    public PodSummary Crashing(string suffix = "a", int exitCode = 1, int restarts = 3) => TestPods.Named(
        suffix, TestPods.Revision, TestContainers.Waiting("CrashLoopBackOff", restarts: restarts, last: new TerminatedSummary { ExitCode = exitCode, Reason = "Error", FinishedAt = Now.AddSeconds(-1) }));

    public PodSummary Healthy()
    {
        var pod = TestPods.Named("a", TestPods.Revision, TestContainers.Running());
        pod.Status!.Conditions = [new PodConditionSummary { Type = "Ready", Status = "True", LastTransitionTime = Now.AddSeconds(-30) }];
        return pod;
    }
}
