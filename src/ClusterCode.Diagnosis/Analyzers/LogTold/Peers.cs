using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>Which objects of the cluster stand behind a host that an error names.</summary>
internal static class Peers
{
    /// <summary>Services, and the workloads behind them; what is not known of them yet is taken into the case.</summary>
    public static IEnumerable<ResourceReference> Behind(CaseFile file, WorkloadFacts workload, ErrorShape? shape)
    {
        if (shape?.Host is not { } host || ServiceOf(file, host) is not { } service || service.Spec?.Selector is not { Count: > 0 } selector)
            yield break;
        yield return new ResourceReference { ApiVersion = "v1", Kind = "Service", Namespace = file.Namespace, Name = service.Metadata.Name };
        var behind = file.Workloads.Where(item => item.Reference != workload.Reference && (item.ReadyPod ?? (item.Pods.Count > 0 ? item.Pods[0] : null)) is { } pod && Matches(selector, pod.Pod)).ToList();
        foreach (var other in behind)
            yield return other.Reference;
        if (behind.Count == 0 && file.Facts.List<V1Pod>(file.Namespace) is { IsFound: true } pods && pods.Value.FirstOrDefault(pod => Matches(selector, pod)) is { } found)
        {
            var reference = new ResourceReference { ApiVersion = "v1", Kind = "Pod", Namespace = file.Namespace, Name = found.Metadata.Name };
            file.Facts.Follow(reference);
            yield return reference;
        }
    }

    private static V1Service? ServiceOf(CaseFile file, string host)
    {
        if (file.Facts.List<V1Service>(file.Namespace) is not { IsFound: true } services)
            return null;
        if (PeerReader.IsAddress(host))
            return services.Value.FirstOrDefault(service => service.Spec?.ClusterIP == host);

        // name, name.namespace, name.namespace.svc, name.namespace.svc.cluster.local
        var words = host.Split('.');
        return words.Length == 1 || words[1] == file.Namespace ? services.Value.FirstOrDefault(service => service.Metadata.Name == words[0]) : null;
    }

    private static bool Matches(IDictionary<string, string> selector, V1Pod pod) =>
        pod.Metadata?.Labels is { } labels && selector.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
