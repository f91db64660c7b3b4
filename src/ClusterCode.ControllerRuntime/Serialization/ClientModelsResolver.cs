using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>
/// The client's own JSON metadata, for models that no other resolver knows; classes that are none of its models are read by reflection. The client's metadata is one
/// table of all of its 870 models, which the process then holds for ever (13 MiB, measured), so that it is not touched before it is needed.
/// </summary>
internal sealed class ClientModelsResolver : IJsonTypeInfoResolver
{
    private readonly Lazy<IJsonTypeInfoResolver> _client = new(Load);

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => _client.Value.GetTypeInfo(type, options);

    /// <summary>The client keeps its options to itself, but lets them be configured.</summary>
    private static IJsonTypeInfoResolver Load()
    {
        IJsonTypeInfoResolver? resolver = null;
        KubernetesJson.AddJsonOptions(options => resolver = options.TypeInfoResolver);
        return resolver ?? throw new InvalidOperationException("KubernetesJson.AddJsonOptions did not hand out its options: this version of KubernetesClient behaves differently from 21.0.8.");
    }
}
