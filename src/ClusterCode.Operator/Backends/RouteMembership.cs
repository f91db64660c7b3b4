using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.Operator.Backends;

/// <summary>Finds the routes that a backend is a member of.</summary>
internal sealed class RouteMembership(IInformer<LlmRoute> routes)
{
    /// <summary>The routes of the backend's namespace that name it.</summary>
    public IEnumerable<ObjectKey> RoutesOf(LlmBackend backend) => routes.Store.List()
        .Where(route => route.Metadata.NamespaceProperty == backend.Metadata.NamespaceProperty
            && route.Spec.Members.Any(member => member.Name == backend.Metadata.Name))
        .Select(route => new ObjectKey(route.Metadata.NamespaceProperty, route.Metadata.Name));
}
