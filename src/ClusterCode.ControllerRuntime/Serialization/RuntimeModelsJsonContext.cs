using System.Text.Json.Serialization;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>JSON metadata of the client's models that the runtime itself writes.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Eventsv1Event))]
internal sealed partial class RuntimeModelsJsonContext : JsonSerializerContext;
