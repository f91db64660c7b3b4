using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>The objects of a kind with certain labels.</summary>
/// <param name="Namespace">Their namespace.</param>
/// <param name="Labels">A label selector in the API's syntax.</param>
internal sealed record SelectedWish<T>(string Namespace, string? Labels) : Wish
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc />
    public override int Rank => 2; // What changed is worth knowing after what is wrong.

    /// <inheritdoc />
    public override async Task FulfilAsync(IFactReader reader, CaseFacts facts, CancellationToken cancellationToken) =>
        facts.Keep(this, await reader.SelectAsync<T>(Namespace, Labels, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override void Refuse(CaseFacts facts, string why) => facts.Keep(this, Lookup.Unavailable<IReadOnlyList<T>>(why));
}
