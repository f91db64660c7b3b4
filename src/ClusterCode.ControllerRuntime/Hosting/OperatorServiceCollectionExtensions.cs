using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Where an operator begins.</summary>
public static class OperatorServiceCollectionExtensions
{
    /// <summary>
    /// Adds the runtime: API client, event recorder, status writer, and the hosted service that starts informers, then controllers.
    /// The services must have a <see cref="k8s.KubernetesClientConfiguration"/>, else the default one is used (in-cluster, or kubeconfig), and a <see cref="TimeProvider"/>, else the system's is used.
    /// </summary>
    public static IOperatorBuilder AddKubernetesOperator(this IServiceCollection services, Action<OperatorSettings>? configure = null) =>
        throw new NotImplementedException();
}
