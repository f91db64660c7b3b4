using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Investigation;

/// <summary>What a tool tells: redacted and bounded.</summary>
/// <param name="Text">The answer; of a refusal, why.</param>
public sealed record ToolAnswer(string Text)
{
    /// <summary>The kind of fact; null where the answer is a refusal, which is no evidence.</summary>
    public EvidenceKind? Kind { get; private init; }

    /// <summary>Where it was read, such as <c>service/db</c>; empty for a refusal.</summary>
    public string Source { get; private init; } = "";

    /// <summary>A fact.</summary>
    public static ToolAnswer Of(EvidenceKind kind, string source, string text) => new(text) { Kind = kind, Source = source };

    /// <summary>No fact: the question was wrong, or may not be answered.</summary>
    public static ToolAnswer Refused(string why) => new(why);
}
