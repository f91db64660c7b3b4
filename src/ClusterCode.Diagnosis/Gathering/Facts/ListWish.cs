using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>The objects of a kind.</summary>
internal sealed record ListWish<T>(string? Namespace) : Wish
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc />
    public override int Rank => 0;

    /// <inheritdoc />
    public override async Task FulfilAsync(IFactReader reader, CaseFacts facts, CancellationToken cancellationToken) =>
        facts.Keep(this, await reader.ListAsync<T>(Namespace, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override void Refuse(CaseFacts facts, string why) => facts.Keep(this, Lookup.Unavailable<IReadOnlyList<T>>(why));
}
