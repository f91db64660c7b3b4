namespace ClusterCode.Llm.Tests.Redaction;

/// <summary>A secret as it occurs in logs, messages and fields.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text around it and it.</param>
/// <param name="Secret">The part that nobody may read; of a secret in several lines, one line of it.</param>
internal sealed record PlantedSecret(string Kind, string Text, string Secret)
{
    /// <summary>Whether what follows in the same text is redacted with it.</summary>
    public bool HidesWhatFollows { get; init; }
}
