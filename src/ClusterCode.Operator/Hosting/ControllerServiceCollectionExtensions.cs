using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Api.Metadata;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Llm.Caching;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Backends.Pulling;
using ClusterCode.Operator.Backends.Routing;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Policies;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Operator.Hosting;

/// <summary>Registers what is watched and who reacts to it.</summary>
internal static class ControllerServiceCollectionExtensions
{
    /// <summary>Diagnoses wait for the API server most of the time; this many at once keep it busy and no more.</summary>
    private const int ConcurrentDiagnoses = 8;

    /// <summary>Explanations wait for models, whose own limits stand in their LlmBackends.</summary>
    private const int ConcurrentExplanations = 16;

    private const int ConcurrentFailures = 4;
    private const int ConcurrentProbes = 4;

    /// <summary>Adds informers and controllers.</summary>
    public static IServiceCollection AddClusterCodeControllers(this IServiceCollection services, OperatorIdentity identity, IConfiguration configuration)
    {
        services.AddSingleton<WorkloadSnapshots>();
        services.AddSingleton<WorkloadOwners>();
        services.AddSingleton<DiagnosisBudget>();
        services.AddSingleton<FailureTally>();
        services.AddSingleton<FailureWatch>();
        services.AddSingleton<DiagnosisStatusWriter>();
        services.AddSingleton<DiagnosisEvents>();
        services.AddSingleton<ExplainedDiagnoses>();
        services.AddSingleton<IPriorAnswers>(provider => provider.GetRequiredService<ExplainedDiagnoses>());
        services.AddSingleton<BackendResolver>();
        services.AddSingleton<ModelPulls>();
        services.AddSingleton<BackendSelector>();
        services.AddSingleton<RouteTurns>();
        services.AddSingleton<RoutedExplainer>();
        services.AddSingleton<InvestigationTools>();
        services.AddSingleton<RouteMembership>();

        var builder = services.AddKubernetesOperator(settings =>
        {
            settings.Name = "cluster-code";
            settings.Instance = identity.Instance;
            LeaderElectionConfiguration.Apply(configuration, identity, settings.LeaderElection);
        });
        AddInformers(builder);
        AddControllers(builder);
        return services;
    }

    private static void AddInformers(IOperatorBuilder builder) => builder
        .AddInformer(Definitions.Pods, options =>
        {
            var sharing = new PodSharing();
            options.Transform = pod => sharing.Share(PodReduction.Reduce(pod));
            options.Indexers.Add(new Indexer<PodSummary>(WorkloadSnapshots.ByWorkload, pod => [WorkloadSnapshots.IndexKey(pod)]));
        })
        .AddInformer(Definitions.Jobs, options => options.Indexers.Add(
            new Indexer<JobSummary>(WorkloadSnapshots.ByWorkload, job => [WorkloadSnapshots.IndexKey(job)])))
        .AddInformer(Definitions.MountEvents, options =>
        {
            options.FieldSelector = $"reason={MountEventSummary.Reason},involvedObject.kind=Pod";
            options.Indexers.Add(new Indexer<MountEventSummary>(
                WorkloadSnapshots.ByPodUid, mount => mount.InvolvedObject?.Uid is { } uid ? [uid] : []));
        })
        .AddInformer(Definitions.Namespaces)
        .AddInformer(Definitions.Deployments, options =>
        {
            options.Transform = WatchedModels.Reduce;
            options.Indexers.Add(new Indexer<V1Deployment>(WatchedClusterView.ByNamespace, deployment => [deployment.Metadata.NamespaceProperty]));
        })
        .AddInformer(Definitions.Services, options =>
        {
            options.Transform = WatchedModels.Reduce;
            options.Indexers.Add(new Indexer<V1Service>(WatchedClusterView.ByNamespace, service => [service.Metadata.NamespaceProperty]));
        })
        .AddInformer(Definitions.DiagnosisPolicies)
        .AddInformer(Definitions.DiagnosisRequests, options =>
        {
            options.Indexers.Add(new Indexer<DiagnosisRequest>(DiagnosisBudget.ByPolicy, DiagnosisBudget.IndexKeys));
            options.Indexers.Add(new Indexer<DiagnosisRequest>(ExplainedDiagnoses.ByInput, ExplainedDiagnoses.IndexKeys));
        })
        .AddInformer(Definitions.LlmBackends)
        .AddInformer(Definitions.LlmRoutes);

    private static void AddControllers(IOperatorBuilder builder) => builder
        .AddKeyController<FailureReconciler, WorkloadKey>("failures", options =>
        {
            options.MaxConcurrentReconciles = ConcurrentFailures;
            options
                .Watches<PodSummary, FailureWatch>((watch, pod) => watch.Of(pod))
                .Watches<JobSummary, FailureWatch>((watch, job) => watch.Of(job))
                .Watches<MountEventSummary, FailureWatch>((watch, mount) => watch.Of(mount))
                .Watches<V1Deployment, FailureWatch>((watch, deployment) => watch.Of(deployment))
                .Watches<DiagnosisPolicy, FailureWatch>((watch, policy) => watch.Of(policy))
                .Watches<NamespaceSummary, FailureWatch>((watch, ns) => watch.Of(ns))
                .Watches<DiagnosisRequest, FailureWatch>((watch, diagnosis) => watch.Of(diagnosis));
        })
        .AddController<AnalysisController, DiagnosisRequest>(options =>
        {
            options.Name = "analysis";
            options.MaxConcurrentReconciles = ConcurrentDiagnoses;
            options.Predicate = Changed<DiagnosisRequest>();
        })
        .AddController<ExplanationController, DiagnosisRequest>(options =>
        {
            options.Name = "explanation";
            options.MaxConcurrentReconciles = ConcurrentExplanations;
        })
        .AddController<RetentionController, DiagnosisRequest>(options => options.Name = "retention")
        .AddController<LlmBackendController, LlmBackend>(options =>
        {
            options.Name = "llmbackend";
            options.MaxConcurrentReconciles = ConcurrentProbes;
            options.Predicate = Changed<LlmBackend>();
        })
        .AddController<BackendUsageController, LlmBackend>(options =>
        {
            options.Name = "llmbackend-usage";
            options.Predicate = Changed<LlmBackend>();
        })
        .AddController<LlmRouteController, LlmRoute>(options =>
        {
            options.Name = "llmroute";
            options.Watches<LlmBackend, RouteMembership>((membership, backend) => membership.RoutesOf(backend));
        })
        .AddController<DiagnosisPolicyController, DiagnosisPolicy>(options =>
        {
            options.Name = "diagnosispolicy";
            options.Watches<DiagnosisRequest>(diagnosis => DiagnosisBudget.IndexKeys(diagnosis).Select(policy => new ObjectKey(null, policy)));
        });

    /// <summary>The spec changed, or someone asked again; the controller's own status writes do not bring an object back.</summary>
    private static UpdatePredicate<T> Changed<T>()
        where T : IKubernetesObject<V1ObjectMeta> =>
        Predicates.Or(Predicates.GenerationChanged, Predicates.AnnotationChanged<T>(AnnotationNames.RequestedAt));
}
