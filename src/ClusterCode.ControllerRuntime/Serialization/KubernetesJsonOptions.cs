using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>The JSON dialect of the Kubernetes client's models.</summary>
internal static class KubernetesJsonOptions
{
    /// <summary>The client's converters and naming, but for times, which are written as every API server accepts them.</summary>
    public static JsonSerializerOptions Default { get; } = Create();

    /// <summary>How the client reads and writes <typeparamref name="T"/>.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters =
            {
                new MicroTimeConverter(),
                new JsonStringEnumConverter(),
                new KubernetesJson.Iso8601TimeSpanConverter(),
                new MicroTimeOffsetConverter(),
                new V1Status.V1StatusObjectViewConverter(),
            },
            TypeInfoResolverChain = { RuntimeModelsJsonContext.Default, new ClientModelsResolver() },
        };
        options.MakeReadOnly();
        return options;
    }
}
