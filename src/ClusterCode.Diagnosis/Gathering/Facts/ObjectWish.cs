using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>One object.</summary>
internal sealed record ObjectWish<T>(string? Namespace, string Name) : Wish
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc />
    public override int Rank => 2;

    /// <inheritdoc />
    public override async Task FulfilAsync(IFactReader reader, CaseFacts facts, CancellationToken cancellationToken) =>
        facts.Keep(this, await reader.GetAsync<T>(Namespace, Name, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override void Refuse(CaseFacts facts, string why) => facts.Keep(this, Lookup.Unavailable<T>(why));
}
