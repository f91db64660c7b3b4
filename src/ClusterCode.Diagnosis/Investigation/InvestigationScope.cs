using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Redaction;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Investigation;

/// <summary>What the tools of one diagnosis may read.</summary>
/// <param name="View">The cluster.</param>
/// <param name="Redactor">Takes secrets out of every answer.</param>
/// <param name="Namespace">The namespace of the diagnosis.</param>
/// <param name="Named">Texts of the diagnosis.</param>
internal sealed record InvestigationScope(IClusterView View, ISecretRedactor Redactor, string Namespace, IReadOnlyCollection<string> Named)
{
    /// <summary>Bytes of one answer: several must fit a small model's context together.</summary>
    public const int AnswerBytes = 1800;

    private const int LongestName = 253;

    /// <summary>The text without secrets and control characters, and no longer than an answer may be.</summary>
    public string Clean(string text) => TextBounds.Cut(Redactor.Redact(TextBounds.Clean(text)), AnswerBytes);

    /// <summary>Why a read gave nothing, as an answer.</summary>
    public ToolAnswer Refusal<T>(string what, Lookup<T> found)
        where T : class => ToolAnswer.Refused(found.Status switch
        {
            LookupStatus.Missing => $"{what} does not exist in namespace {Namespace}.",
            LookupStatus.Forbidden => $"The operator may not read {what}.",
            _ => $"{what} could not be read: {Clean(found.Message ?? "no reason given")}",
        });

    /// <summary>Whether a text of the diagnosis names a cluster-scoped object.</summary>
    public bool Names(string name) => Named.Any(text => text.Contains(name, StringComparison.Ordinal));

    /// <summary>An argument as a name of Kubernetes; null where it is none.</summary>
    public static string? Name(IReadOnlyDictionary<string, string> arguments, string parameter) =>
        arguments.TryGetValue(parameter, out var value) && value.Trim() is { Length: > 0 and <= LongestName } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' or '_')
            ? name
            : null;
}
