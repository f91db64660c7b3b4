using System.Text.RegularExpressions;

namespace ClusterCode.Llm.Redaction;

/// <summary>One kind of secret.</summary>
/// <param name="Pattern">Its form; linear in the text's length.</param>
/// <param name="Replacement">What is written instead, with references to the pattern's groups.</param>
internal sealed record SecretRule(Regex Pattern, string Replacement);
