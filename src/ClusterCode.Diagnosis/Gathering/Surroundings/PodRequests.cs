using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>What pods request, counted as the scheduler counts (k8s.io/component-helpers/resource: init containers run one after the other, sidecars run on).</summary>
internal static class PodRequests
{
    /// <summary>The sum over pods.</summary>
    public static NodeUsage Sum(IEnumerable<V1Pod> pods)
    {
        var sum = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var count = 0;
        foreach (var pod in pods)
        {
            count++;
            Add(sum, Of(pod));
        }

        return new NodeUsage(sum, count);
    }

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
