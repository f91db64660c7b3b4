using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace ClusterCode.Operator.Resources;

/// <summary>JSON metadata of the client's models that the operator watches, or reads for an LlmBackend that refers to them.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(KubernetesJson.KubernetesDateTimeConverter)])]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1Deployment))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1Service))]
internal sealed partial class ModelsJsonContext : JsonSerializerContext;
