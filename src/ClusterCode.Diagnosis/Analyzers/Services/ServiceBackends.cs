using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>A Service with a selector and the pods of its namespace.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Pods">All pods of the namespace.</param>
internal sealed record ServiceBackends(V1Service Service, IReadOnlyList<V1Pod> Pods)
{
    /// <summary>The Service as a finding names it.</summary>
    public ResourceReference Reference { get; } = Refer.Service(Service.Metadata.NamespaceProperty, Service.Metadata.Name);

    /// <summary>The labels that it selects by.</summary>
    public IDictionary<string, string> Selector { get; } = Service.Spec?.Selector ?? new Dictionary<string, string>();

    /// <summary>Pods that carry the labels and have not finished.</summary>
    public IReadOnlyList<V1Pod> Matching { get; } =
        [.. Pods.Where(p => p.Metadata.DeletionTimestamp is null && p.Status?.Phase is not ("Succeeded" or "Failed") && LabelText.Carries(p.Metadata.Labels, Service.Spec?.Selector ?? new Dictionary<string, string>()))];

    /// <summary>Pods that carry the labels and have run to their end, well or badly.</summary>
    public IReadOnlyList<V1Pod> Finished { get; } =
        [.. Pods.Where(p => p.Status?.Phase is "Succeeded" or "Failed" && LabelText.Carries(p.Metadata.Labels, Service.Spec?.Selector ?? new Dictionary<string, string>()))];

    /// <summary>Those that are ready.</summary>
    public IReadOnlyList<V1Pod> Ready => [.. Matching.Where(PodHealth.IsReady)];

    /// <summary>A headless Service gives out the pods' own addresses; its ports only name what they listen on.</summary>
    public bool IsHeadless => Service.Spec?.ClusterIP == "None";

    /// <summary>One pod of each workload, for what all replicas have alike; ready ones first.</summary>
    public IReadOnlyList<V1Pod> Examples =>
        [.. Matching.OrderByDescending(PodHealth.IsReady).ThenByDescending(p => p.Metadata.CreationTimestamp).DistinctBy(PodOwner.Of).Take(3)];
}
