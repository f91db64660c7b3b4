using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Analyzers.Probes;

/// <summary>What a probe got, told from the kubelet's message.</summary>
/// <param name="Kind">The kind of answer.</param>
/// <param name="Status">The HTTP status, for <see cref="ProbeOutcomeKind.HttpStatus"/>.</param>
/// <param name="Said">The kubelet's words without the prefix; for <see cref="ProbeOutcomeKind.NoProgram"/> the program.</param>
internal sealed partial record ProbeOutcome(ProbeOutcomeKind Kind, int? Status, string Said)
{
    // The stable parts of what Go's HTTP client and the kubelet's probers say, from v1.20 to v1.36; the first that fits counts.
    private static readonly (string Text, ProbeOutcomeKind Kind)[] Table =
    [
        ("server gave HTTP response to HTTPS client", ProbeOutcomeKind.PlainAnswersTls),
        ("first record does not look like a TLS handshake", ProbeOutcomeKind.PlainAnswersTls),
        ("HTTP request to an HTTPS server", ProbeOutcomeKind.TlsAnswersPlain),
        ("malformed HTTP response", ProbeOutcomeKind.TlsAnswersPlain),
        ("connection refused", ProbeOutcomeKind.Refused),
        ("Client.Timeout", ProbeOutcomeKind.Timeout),
        ("context deadline exceeded", ProbeOutcomeKind.Timeout),
        ("i/o timeout", ProbeOutcomeKind.Timeout),
        ("timed out", ProbeOutcomeKind.Timeout),
        ("timeout:", ProbeOutcomeKind.Timeout),
        ("connection reset", ProbeOutcomeKind.Closed),
        ("EOF", ProbeOutcomeKind.Closed),
    ];

    /// <summary>Parses the message of an Unhealthy event.</summary>
    public static ProbeOutcome Parse(string message)
    {
        var said = Prefix().Replace(Wording.Clip(message, 1000), "");
        if (LacksProgram().Match(said) is { Success: true } lacking)
            return new ProbeOutcome(ProbeOutcomeKind.NoProgram, null, lacking.Groups["program"].Value);
        foreach (var (text, kind) in Table)
        {
            if (said.Contains(text, StringComparison.Ordinal))
                return new ProbeOutcome(kind, null, said);
        }

        return StatusCode().Match(said) is { Success: true } match && int.TryParse(match.Groups["code"].Value, CultureInfo.InvariantCulture, out var status)
            ? new ProbeOutcome(ProbeOutcomeKind.HttpStatus, status, said)
            : new ProbeOutcome(ProbeOutcomeKind.Other, null, said);
    }

    [GeneratedRegex("""^(Liveness|Readiness|Startup) probe (failed|errored)( and resulted in \w+ state)?: ?""", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex("""exec: "(?<program>[^"]{1,200})": (?:executable file not found|stat [^:]{1,200}: no such file or directory)""", RegexOptions.CultureInvariant)]
    private static partial Regex LacksProgram();

    [GeneratedRegex("""status ?code: (?<code>\d{3})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StatusCode();
}
