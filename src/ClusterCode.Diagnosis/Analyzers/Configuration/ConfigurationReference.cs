namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>A place in a pod's spec that needs a ConfigMap or Secret, or one key of it.</summary>
/// <param name="Kind">The kind of object.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key that is needed; null where the whole object is.</param>
/// <param name="IsOptional">True where the pod starts without it.</param>
/// <param name="Container">The container that needs it; null for a volume that several or no containers mount.</param>
/// <param name="Place">In a few words for a title, such as <c>env DB_URL</c> or <c>volume tls</c>.</param>
/// <param name="Path">The field below <c>spec.</c>, for evidence.</param>
/// <param name="Variable">The variable that an env entry fills; null elsewhere.</param>
internal sealed record ConfigurationReference(
    ConfigurationKind Kind, string Name, string? Key, bool IsOptional, string? Container, string Place, string Path, string? Variable = null)
{
    /// <summary>The place with its container, such as <c>container app</c> or <c>volume tls of container app</c>, as titles put it in brackets.</summary>
    public string Where => Container is null ? Place : Place.StartsWith("volume", StringComparison.Ordinal) ? $"{Place} of container {Container}" : $"container {Container}, {Place}";
}
