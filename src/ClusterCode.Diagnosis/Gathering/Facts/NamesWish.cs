using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>Only the metadata of the objects of a kind: their names and labels.</summary>
internal sealed record NamesWish<T>(string? Namespace) : Wish
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc />
    public override int Rank => 1;

    /// <inheritdoc />
    public override async Task FulfilAsync(IFactReader reader, CaseFacts facts, CancellationToken cancellationToken) =>
        facts.Keep(this, await reader.NamesAsync<T>(Namespace, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override void Refuse(CaseFacts facts, string why) => facts.Keep(this, Lookup.Unavailable<IReadOnlyList<string>>(why));
}
