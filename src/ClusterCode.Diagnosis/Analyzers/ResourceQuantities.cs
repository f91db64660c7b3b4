using System.Globalization;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>Reads and writes resource quantities, and adds up what a pod requests.</summary>
internal static class ResourceQuantities
{
    /// <summary>CPU, in cores.</summary>
    public const string Cpu = "cpu";

    /// <summary>Memory, in bytes.</summary>
    public const string Memory = "memory";

    private static readonly (string Suffix, decimal Factor)[] BinaryUnits =
        [("Ti", 1024m * 1024 * 1024 * 1024), ("Gi", 1024m * 1024 * 1024), ("Mi", 1024m * 1024), ("Ki", 1024m)];

    /// <summary>The number, in cores, bytes or the resource's own unit; null where it is absent or no quantity.</summary>
    public static decimal? Value(ResourceQuantity? quantity)
    {
        if (quantity is null)
            return null;
        try
        {
            return quantity.ToDecimal();
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The quantity of a resource in a map; null where there is none.</summary>
    public static decimal? Value(IDictionary<string, ResourceQuantity>? map, string resource) =>
        map is not null && map.TryGetValue(resource, out var quantity) ? Value(quantity) : null;

    /// <summary>As people write it: <c>31Gi</c>, <c>500m</c>, <c>2</c>. Rounded down, so that what is offered is never overstated.</summary>
    public static string Format(string resource, decimal value)
    {
        if (resource == Cpu)
            return value < 1 && value != 0 ? $"{decimal.Floor(value * 1000).ToString(CultureInfo.InvariantCulture)}m" : Trim(value);
        if (resource != Memory && resource != "ephemeral-storage" && !resource.StartsWith("hugepages-", StringComparison.Ordinal))
            return Trim(value);
        foreach (var (suffix, factor) in BinaryUnits)
        {
            if (value >= factor)
                return Trim(value / factor) + suffix;
        }

        return Trim(value);
    }

    /// <summary>What the scheduler counts for a pod: its containers and sidecars together, or its largest init container if that is more, and the overhead.</summary>
    public static IReadOnlyDictionary<string, decimal> Requests(V1PodSpec? spec)
    {
        var sum = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var container in spec?.Containers ?? [])
            Add(sum, RequestsOf(container));

        var peak = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var init in spec?.InitContainers ?? [])
        {
            if (init.RestartPolicy == "Always")
            {
                Add(sum, RequestsOf(init));
                continue;
            }

            foreach (var (resource, value) in RequestsOf(init))
                peak[resource] = Math.Max(peak.GetValueOrDefault(resource), value);
        }

        foreach (var (resource, value) in peak)
            sum[resource] = Math.Max(sum.GetValueOrDefault(resource), value);
        foreach (var (resource, quantity) in spec?.Overhead ?? new Dictionary<string, ResourceQuantity>())
            sum[resource] = sum.GetValueOrDefault(resource) + (Value(quantity) ?? 0);
        return sum;
    }

    /// <summary>A container's requests; a limit without a request counts as one, as the API server's defaulting has it.</summary>
    private static Dictionary<string, decimal> RequestsOf(V1Container container)
    {
        var requests = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (resource, quantity) in container.Resources?.Limits ?? new Dictionary<string, ResourceQuantity>())
            requests[resource] = Value(quantity) ?? 0;
        foreach (var (resource, quantity) in container.Resources?.Requests ?? new Dictionary<string, ResourceQuantity>())
            requests[resource] = Value(quantity) ?? 0;
        return requests;
    }

    private static void Add(Dictionary<string, decimal> sum, Dictionary<string, decimal> more)
    {
        foreach (var (resource, value) in more)
            sum[resource] = sum.GetValueOrDefault(resource) + value;
    }

    private static string Trim(decimal value) => (decimal.Floor(value * 10) / 10).ToString("0.#", CultureInfo.InvariantCulture);
}
