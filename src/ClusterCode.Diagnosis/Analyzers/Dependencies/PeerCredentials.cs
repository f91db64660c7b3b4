using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Services;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>From where the refusing peer takes its own password, where it is a Service of the namespace.</summary>
internal static class PeerCredentials
{
    /// <summary>The peer's credentials; empty where it is no Service of the namespace or has none; null while that is not known.</summary>
    public static IReadOnlyList<ContainerVariable>? Of(DependencyError error)
    {
        if (ClusterName.Parse(error.Host, error.File.Namespace) is not { Kind: ClusterNameKind.Service } name || name.Namespace != error.File.Namespace)
            return [];
        if (error.Services is not { } services)
            return null;
        if (services.Value?.FirstOrDefault(s => s.Metadata.Name == name.Service) is not { Spec.Selector.Count: > 0 } service)
            return [];
        if (error.File.Facts.List<V1Pod>(error.File.Namespace) is not { } pods)
            return null;
        var peer = new ServiceBackends(service, pods.Value ?? []).Examples is [var example, ..] ? example : null;
        return [.. (peer?.Spec?.Containers ?? []).SelectMany(c => Credentials.Choose(ContainerVariables.Of(error.File, c), null))];
    }
}
