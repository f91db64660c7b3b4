using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Api.Serialization;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Failures;
using k8s.Models;

namespace ClusterCode.Operator.Resources;

/// <summary>The resources that the operator watches or writes.</summary>
internal static class Definitions
{
    public static ResourceDefinition<DiagnosisRequest> DiagnosisRequests { get; } =
        ResourceDefinition.For(ClusterCodeJsonContext.Default.DiagnosisRequest, isNamespaced: true);

    public static ResourceDefinition<DiagnosisPolicy> DiagnosisPolicies { get; } =
        ResourceDefinition.For(ClusterCodeJsonContext.Default.DiagnosisPolicy, isNamespaced: false);

    public static ResourceDefinition<LlmBackend> LlmBackends { get; } =
        ResourceDefinition.For(ClusterCodeJsonContext.Default.LlmBackend, isNamespaced: true);

    public static ResourceDefinition<LlmRoute> LlmRoutes { get; } =
        ResourceDefinition.For(ClusterCodeJsonContext.Default.LlmRoute, isNamespaced: true);

    public static ResourceDefinition<PodSummary> Pods { get; } =
        new("", "v1", "Pod", "pods", true, SummaryJsonContext.Default.PodSummary, pod => Read(pod.Metadata));

    public static ResourceDefinition<JobSummary> Jobs { get; } =
        new("batch", "v1", "Job", "jobs", true, SummaryJsonContext.Default.JobSummary, job => Read(job.Metadata));

    public static ResourceDefinition<NamespaceSummary> Namespaces { get; } =
        new("", "v1", "Namespace", "namespaces", false, SummaryJsonContext.Default.NamespaceSummary, ns => Read(ns.Metadata));

    public static ResourceDefinition<MountEventSummary> MountEvents { get; } =
        new("", "v1", "Event", "events", true, SummaryJsonContext.Default.MountEventSummary, mount => Read(mount.Metadata));

    public static ResourceDefinition<V1Deployment> Deployments { get; } = ResourceDefinition.For(ModelsJsonContext.Default.V1Deployment);

    public static ResourceDefinition<V1Service> Services { get; } = ResourceDefinition.For(ModelsJsonContext.Default.V1Service);

    public static ResourceDefinition<ReplicaSetSummary> ReplicaSets { get; } =
        new("apps", "v1", "ReplicaSet", "replicasets", true, SummaryJsonContext.Default.ReplicaSetSummary, set => Read(set.Metadata));

    private static ObjectMetadata Read(ObjectSummary metadata) => new(
        metadata.Namespace, metadata.Name, metadata.Uid, metadata.ResourceVersion, metadata.Generation, metadata.DeletionTimestamp);
}
