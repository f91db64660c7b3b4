using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>The JSON dialect of the Kubernetes client's models.</summary>
internal static class KubernetesJsonOptions
{
    /// <summary>
    /// The client's options with its converters and source-generated metadata. The client keeps them to itself, so they are copied where it lets them
    /// be configured; the client's own stay as they are.
    /// </summary>
    public static JsonSerializerOptions Default { get; } = Copy();

    /// <summary>How the client reads and writes <typeparamref name="T"/>.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Copy()
    {
        JsonSerializerOptions? copy = null;
        KubernetesJson.AddJsonOptions(options => copy = new JsonSerializerOptions(options));
        var result = copy ?? throw new InvalidOperationException("KubernetesJson.AddJsonOptions did not hand out its options: this version of KubernetesClient behaves differently from 21.0.8.");
        result.Converters.Insert(0, new MicroTimeConverter());
        result.Converters.Insert(0, new MicroTimeOffsetConverter());
        result.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        result.MakeReadOnly();
        return result;
    }
}
