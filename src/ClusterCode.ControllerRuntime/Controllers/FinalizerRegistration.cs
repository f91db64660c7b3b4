using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>A finalizer and the name under which objects carry it.</summary>
internal sealed record FinalizerRegistration<TEntity>(string Identifier, Func<IServiceProvider, IEntityFinalizer<TEntity>> Resolve)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>;
