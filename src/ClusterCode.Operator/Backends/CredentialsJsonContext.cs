using System.Text.Json.Serialization;
using k8s.Models;

namespace ClusterCode.Operator.Backends;

/// <summary>JSON metadata of what an LlmBackend may refer to.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1Secret))]
internal sealed partial class CredentialsJsonContext : JsonSerializerContext;
