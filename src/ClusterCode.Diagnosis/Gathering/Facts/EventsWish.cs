namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>The events about one object.</summary>
internal sealed record EventsWish(string Namespace, string Kind, string Name, string? Uid) : Wish
{
    public override async Task FulfilAsync(IFactReader reader, CaseFacts facts, CancellationToken cancellationToken) =>
        facts.Keep(this, await reader.EventsAsync(Namespace, Kind, Name, Uid, cancellationToken).ConfigureAwait(false));

    public override void Refuse(CaseFacts facts, string why) => facts.Keep(this, Array.Empty<EventFacts>());
}
