namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>The events about one object.</summary>
internal sealed record EventsWish(string Namespace, string Kind, string Name, string? Uid) : Wish
{
    /// <inheritdoc />
    public override int Rank => 3;

    /// <inheritdoc />
    public override async Task FulfilAsync(IFactReader reader, CaseFacts facts, CancellationToken cancellationToken) =>
        facts.Keep(this, await reader.EventsAsync(Namespace, Kind, Name, Uid, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override void Refuse(CaseFacts facts, string why) => facts.Keep(this, Array.Empty<EventFacts>());
}
