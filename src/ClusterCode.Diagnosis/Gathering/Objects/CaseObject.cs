using ClusterCode.Api.Findings;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Objects;

/// <summary>An object of the case that is no workload: a Service, an Ingress, a claim…</summary>
/// <param name="Reference">Its name.</param>
/// <param name="Value">The object, as the client's model of its kind.</param>
/// <param name="IsFollowed">True where the case came to it on the way to a cause; false where it was asked about. What is found at it then counts only as a cause.</param>
public sealed record CaseObject(ResourceReference Reference, IKubernetesObject<V1ObjectMeta> Value, bool IsFollowed = false);
