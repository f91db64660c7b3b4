namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>A fact that an analyzer asked for and that is not known yet. Equal wishes are one request.</summary>
internal abstract record Wish
{
    /// <summary>Lower ranks are read first where not all can be.</summary>
    public abstract int Rank { get; }

    /// <summary>Reads the fact, and keeps the answer in <paramref name="facts"/>.</summary>
    public abstract Task FulfilAsync(IFactReader reader, CaseFacts facts, CancellationToken cancellationToken);

    /// <summary>Keeps the answer that the fact was not read.</summary>
    public abstract void Refuse(CaseFacts facts, string why);
}
