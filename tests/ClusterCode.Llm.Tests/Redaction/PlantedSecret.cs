using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClusterCode.Llm.Tests.Redaction;

/// <summary>A secret as it occurs in logs, messages and fields.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text around it and it.</param>
/// <param name="Secret">The part that nobody may read; of a secret in several lines, one line of it.</param>
internal sealed record PlantedSecret(string Kind, string Text, string Secret)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether what follows in the same text is redacted with it.</summary>
    public bool HidesWhatFollows { get; init; }

    /// <summary>The secret as it may stand in a body: plain, or escaped as JSON by one encoder or another.</summary>
    public IEnumerable<string> Spellings => [Secret, JsonSerializer.Serialize(Secret).Trim('"'), JsonSerializer.Serialize(Secret, Relaxed).Trim('"')];
}
