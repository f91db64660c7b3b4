using System.Text.Json.Serialization;

namespace ClusterCode.Operator.Failures;

/// <summary>JSON metadata of the patches.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetadataPatch))]
internal sealed partial class FailureJsonContext : JsonSerializerContext;
