using System.Text.Json.Serialization;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>JSON metadata of the API's own envelopes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(ListMetadata))]
[JsonSerializable(typeof(ItemEnvelope))]
[JsonSerializable(typeof(DeleteOptionsBody))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
