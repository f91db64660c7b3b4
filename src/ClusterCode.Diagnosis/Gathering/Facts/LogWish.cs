using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>The log of a container's current run.</summary>
internal sealed record LogWish(V1Pod Pod, string Container) : Wish
{
    /// <inheritdoc />
    public override int Rank => 4;

    /// <inheritdoc />
    public override async Task FulfilAsync(IFactReader reader, CaseFacts facts, CancellationToken cancellationToken) =>
        facts.Keep(this, await reader.LogAsync(Pod, Container, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override void Refuse(CaseFacts facts, string why) => facts.Keep(this, new LogExcerpt($"log pod/{Pod.Metadata.Name} container {Container}", [], why));

    // A pod is read once in a diagnosis, and its name tells it.
    public bool Equals(LogWish? other) => other is not null && other.Container == Container && other.Pod.Metadata.Name == Pod.Metadata.Name && other.Pod.Metadata.NamespaceProperty == Pod.Metadata.NamespaceProperty;

    public override int GetHashCode() => HashCode.Combine(Container, Pod.Metadata.Name, Pod.Metadata.NamespaceProperty);
}
