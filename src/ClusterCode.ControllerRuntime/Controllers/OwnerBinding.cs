using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Maps a child to the owner that controls it: same group and kind, whatever version; in the child's namespace, or cluster-scoped.</summary>
internal sealed class OwnerBinding<TOwner, TChild> : WatchBinding<ObjectKey>
    where TOwner : class, IKubernetesObject<V1ObjectMeta>
    where TChild : class, IKubernetesObject<V1ObjectMeta>
{
    public override IResourceEventHandlerRegistration Bind(IServiceProvider services, IControllerQueue<ObjectKey> queue)
    {
        var owner = services.GetRequiredService<IInformer<TOwner>>().Definition;
        var children = services.GetRequiredService<IInformer<TChild>>();
        return children.AddHandler(new MappingHandler<TChild, ObjectKey>(children.Definition, child => Owners(owner, child), queue));
    }

    internal static IEnumerable<ObjectKey> Owners(ResourceDefinition owner, TChild child)
    {
        foreach (var reference in child.Metadata.OwnerReferences ?? [])
        {
            if (reference.Controller == true && reference.Kind == owner.Kind && GroupOf(reference.ApiVersion) == owner.Group)
                yield return new ObjectKey(owner.IsNamespaced ? child.Metadata.NamespaceProperty : null, reference.Name);
        }
    }

    private static string GroupOf(string apiVersion) => apiVersion.IndexOf('/') is var slash and >= 0 ? apiVersion[..slash] : "";
}
