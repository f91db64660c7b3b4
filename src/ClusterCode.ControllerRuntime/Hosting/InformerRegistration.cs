using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>What is known of an informer until it is made.</summary>
internal sealed class InformerRegistration<T>(ResourceDefinition<T> definition)
    where T : class
{
    public ResourceDefinition<T> Definition { get; set; } = definition;

    public InformerOptions<T> Options { get; } = new();
}
