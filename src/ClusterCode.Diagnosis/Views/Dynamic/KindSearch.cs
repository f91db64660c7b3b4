using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Views.Dynamic;

/// <summary>Finds a kind among those that are served, and says which are alike where it is not among them.</summary>
internal static class KindSearch
{
    /// <summary>Kinds that are offered.</summary>
    private const int Offered = 5;

    /// <summary>The kind, however it is spelled: kind or plural, in any case.</summary>
    public static Lookup<ServedKind> Among(IReadOnlyCollection<ServedKind> served, string wanted, string where)
    {
        if (served.FirstOrDefault(k => k.Kind.Equals(wanted, StringComparison.OrdinalIgnoreCase) || k.Plural.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return Lookup.Found(found);
        }

        var near = NearMiss.Find(wanted, [.. served.Select(k => k.Kind).Distinct(StringComparer.Ordinal)], Offered);
        return Lookup.Missing<ServedKind>($"{where} has no kind {wanted}.{(near.Count > 0 ? $" Is it {string.Join(" or ", near)}?" : "")}");
    }
}
