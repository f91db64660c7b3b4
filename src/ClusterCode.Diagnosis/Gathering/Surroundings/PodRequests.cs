using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>What pods request, counted as the scheduler counts (k8s.io/component-helpers/resource: init containers run one after the other, sidecars run on).</summary>
internal static class PodRequests
{
    /// <summary>From here on priorities are the system's own (system-cluster-critical, system-node-critical).</summary>
    private const int SystemPriority = 2_000_000_000;

    /// <summary>The sum over pods.</summary>
    public static NodeUsage Sum(IEnumerable<V1Pod> pods)
    {
        var sum = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var ports = new List<HeldPort>();
        var count = 0;
        int? highest = null;
        foreach (var pod in pods)
        {
            count++;
            Add(sum, Of(pod));
            ports.AddRange(Ports(pod));
            if (pod.Spec.Priority is { } priority and < SystemPriority && !(highest >= priority))
            {
                highest = priority;
            }
        }

        return new NodeUsage(sum, count) { Ports = ports, HighestPriority = highest };
    }

    /// <summary>The ports of its node that a pod holds, or would hold. The API server sets hostPort of pods under hostNetwork.</summary>
    public static IEnumerable<HeldPort> Ports(V1Pod pod) => (pod.Spec?.Containers ?? [])
        .Where(container => container is not null)
        .Concat((pod.Spec?.InitContainers ?? []).Where(container => container?.RestartPolicy == "Always"))
        .SelectMany(container => container.Ports ?? [])
        .Where(port => port?.HostPort > 0)
        .Select(port => new HeldPort(
            port.HostPort!.Value, port.Protocol ?? "TCP", string.IsNullOrEmpty(port.HostIP) ? "0.0.0.0" : port.HostIP, $"{pod.Metadata?.NamespaceProperty}/{pod.Metadata?.Name}"));

    /// <summary>What one pod requests.</summary>
    public static IReadOnlyDictionary<string, decimal> Of(V1Pod pod)
    {
        var running = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var container in pod.Spec.Containers ?? [])
        {
            Add(running, Requests(container));
        }

        var sidecars = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var starting = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var init in pod.Spec.InitContainers ?? [])
        {
            var wanted = new Dictionary<string, decimal>(Requests(init), StringComparer.Ordinal);
            if (init.RestartPolicy == "Always")
            {
                Add(sidecars, wanted);
                wanted.Clear();
            }

            Add(wanted, sidecars);
            Highest(starting, wanted);
        }

        Add(running, sidecars);
        Highest(running, starting);
        Add(running, Quantities(pod.Spec.Overhead));
        return running;
    }

    private static Dictionary<string, decimal> Requests(V1Container container)
    {
        // A limit without a request is the request.
        var requests = Quantities(container.Resources?.Limits);
        foreach (var (name, value) in Quantities(container.Resources?.Requests))
        {
            requests[name] = value;
        }

        return requests;
    }

    private static Dictionary<string, decimal> Quantities(IDictionary<string, ResourceQuantity>? quantities) =>
        (quantities ?? new Dictionary<string, ResourceQuantity>()).ToDictionary(q => q.Key, q => q.Value.ToDecimal(), StringComparer.Ordinal);

    private static void Add(Dictionary<string, decimal> sum, IReadOnlyDictionary<string, decimal> more)
    {
        foreach (var (name, value) in more)
        {
            sum[name] = sum.GetValueOrDefault(name) + value;
        }
    }

    private static void Highest(Dictionary<string, decimal> highest, IReadOnlyDictionary<string, decimal> other)
    {
        foreach (var (name, value) in other)
        {
            highest[name] = Math.Max(highest.GetValueOrDefault(name), value);
        }
    }
}
