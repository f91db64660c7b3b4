using ClusterCode.Api.Findings;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>Which LimitRange of a namespace sets a bound; the API server's refusal does not name it.</summary>
internal static class LimitRanges
{
    /// <summary>The LimitRange with an item of this type whose map holds the resource; of several, one with that very value.</summary>
    /// <param name="all">The namespace's LimitRanges.</param>
    /// <param name="map">Which map of an item: its maxima, minima, defaults…</param>
    /// <param name="type"><c>Container</c>, <c>Pod</c> or <c>PersistentVolumeClaim</c>.</param>
    /// <param name="resource">Such as <c>memory</c>.</param>
    /// <param name="value">The bound as the message has it.</param>
    public static V1LimitRange? With(
        IReadOnlyList<V1LimitRange> all, Func<V1LimitRangeItem, IDictionary<string, ResourceQuantity>?> map, string type, string resource, string? value)
    {
        var wanted = value is null ? null : ResourceQuantities.Value(new ResourceQuantity(value));
        var bounds = all
            .SelectMany(r => (r.Spec?.Limits ?? []).Where(i => i.Type == type).Select(i => (Range: r, Bound: ResourceQuantities.Value(map(i), resource))))
            .Where(b => b.Bound is not null)
            .ToList();
        return bounds.FirstOrDefault(b => b.Bound == wanted).Range ?? (bounds.Count == 1 ? bounds[0].Range : null);
    }

    /// <summary>A reference to it.</summary>
    public static ResourceReference Reference(string ns, V1LimitRange range) => new() { ApiVersion = "v1", Kind = "LimitRange", Namespace = ns, Name = range.Metadata.Name };
}
