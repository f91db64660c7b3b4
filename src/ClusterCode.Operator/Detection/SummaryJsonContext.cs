using System.Text.Json.Serialization;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Failures;

namespace ClusterCode.Operator.Detection;

/// <summary>JSON metadata of the reduced objects.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PodSummary))]
[JsonSerializable(typeof(JobSummary))]
[JsonSerializable(typeof(MountEventSummary))]
[JsonSerializable(typeof(NamespaceSummary))]
[JsonSerializable(typeof(ReplicaSetSummary))]
internal sealed partial class SummaryJsonContext : JsonSerializerContext;
