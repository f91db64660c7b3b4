using System.Text.Json.Serialization;
using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;

namespace ClusterCode.Api.Serialization;

/// <summary>Source-generated JSON metadata of the contract: camelCase, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DiagnosisRequest))]
[JsonSerializable(typeof(DiagnosisRequestStatus))]
[JsonSerializable(typeof(DiagnosisPolicy))]
[JsonSerializable(typeof(LlmBackend))]
[JsonSerializable(typeof(LlmRoute))]
public sealed partial class ClusterCodeJsonContext : JsonSerializerContext;
