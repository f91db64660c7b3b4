using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Probes;

/// <summary>Says in one sentence what is wrong with a probe: what it asks, what it gets, and where the spec contradicts itself.</summary>
internal static partial class ProbeSentence
{
    /// <summary>The sentence, and whether it names a contradiction in the spec, which then is the cause, rather than only what the probe got.</summary>
    public static (string Text, bool IsMismatch) Of(ContainerProbe probe, string containerNoun)
    {
        var begins = $"{probe.Kind} probe of {containerNoun}";
        if (Mismatch(probe) is { } mismatch)
            return ($"{begins} {mismatch}", true);
        return ($"{begins} {What(probe)}", false);
    }

    /// <summary>The port that the probe should ask, where the container declares exactly one; null otherwise.</summary>
    public static V1ContainerPort? OnlyPort(ContainerFacts container) => DeclaredPorts(container) is [var only] ? only : null;

    private static string? Mismatch(ContainerProbe probe)
    {
        if (probe.Port is not { Length: > 0 } port)
            return null;
        var declared = DeclaredPorts(probe.Container);
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return declared.Any(item => item.Name == port)
                ? null
                : $"asks port \"{port}\", and no containerPort has that name; {(declared.Count == 0 ? "the container declares no ports" : $"declared are {Wording.List(declared.Select(Describe))}")}";
        }

        if (probe.Outcome is { Kind: ProbeOutcomeKind.HttpStatus })
            return null;
        if (declared.Count > 0 && declared.All(item => item.ContainerPort != number))
            return $"asks port {port}; the container listens on {Wording.List(declared.Select(Describe))}";
        return probe.Outcome is { Kind: ProbeOutcomeKind.Refused } && SaidPort(probe.Container) is { } said && said != number
            ? $"asks port {port}, where nothing listens; the process says that it listens on {said.ToString(CultureInfo.InvariantCulture)}"
            : null;
    }

    private static string What(ContainerProbe probe)
    {
        var at = probe.Port is { } port ? $" on port {port}" : "";
        var timeout = probe.Spec.TimeoutSeconds ?? 1;
        return (probe.Outcome, probe.Spec) switch
        {
            (null, _) => $"does not succeed ({probe.Describe()}), and no event says what it gets",
            ({ Kind: ProbeOutcomeKind.HttpStatus, Status: { } status }, { HttpGet: { } http }) => $"gets status {status} for {http.Path ?? "/"}{at}{Advice(status)}",
            ({ Kind: ProbeOutcomeKind.PlainAnswersTls }, _) => $"speaks HTTPS{at}, which answers in plain HTTP; scheme HTTP is probably meant",
            ({ Kind: ProbeOutcomeKind.TlsAnswersPlain }, _) => $"speaks plain HTTP{at}, which answers in TLS; scheme HTTPS is probably meant",
            ({ Kind: ProbeOutcomeKind.Refused }, _) => $"is refused{at}: nothing listens there",
            ({ Kind: ProbeOutcomeKind.Timeout }, { Exec.Command: { } words }) => $"runs {Command(words)}, which does not end within {timeout} s (timeoutSeconds)",
            ({ Kind: ProbeOutcomeKind.Timeout }, { HttpGet: { } http }) => $"gets no answer for {http.Path ?? "/"}{at} within {timeout} s (timeoutSeconds)",
            ({ Kind: ProbeOutcomeKind.Timeout }, _) => $"gets no answer{at} within {timeout} s (timeoutSeconds)",
            ({ Kind: ProbeOutcomeKind.Closed }, _) => $"has its connection{at} closed without an answer",
            ({ Kind: ProbeOutcomeKind.NoProgram, Said: var program }, { Exec.Command: { } words }) => $"runs {Command(words)}, and image {Wording.Clip(probe.Container.Spec.Image, 120)} has no program {Wording.Clip(program, 80)}",
            ({ } outcome, { Exec.Command: { } words }) => $"runs {Command(words)}, which fails{Colon(outcome.Said)}",
            ({ } outcome, _) => $"fails{at}{Colon(outcome.Said)}",
        };
    }

    private static string Advice(int status) => status switch
    {
        401 or 403 => "; the probe carries no credentials",
        404 => ": the process serves no such path",
        >= 500 => ": the process itself says that it is not well",
        _ => "",
    };

    private static string Colon(string said) => Wording.Clip(said) is { Length: > 0 } text ? $": {text}" : " and prints nothing";

    private static string Command(IList<string> words) => $"\"{Wording.Clip(string.Join(' ', words), 80)}\"";

    private static string Describe(V1ContainerPort port) =>
        $"{port.ContainerPort.ToString(CultureInfo.InvariantCulture)} (containerPort{(string.IsNullOrEmpty(port.Name) ? "" : " " + port.Name)})";

    private static List<V1ContainerPort> DeclaredPorts(ContainerFacts container) =>
        [.. (container.Spec.Ports ?? []).Where(port => port is not null && port.Protocol is null or "TCP")];

    private static int? SaidPort(ContainerFacts container)
    {
        foreach (var line in (container.CurrentLog?.Lines ?? []).Concat(container.FailedRunLog?.Lines ?? []))
        {
            if (line.Length <= 500 && Listening().Match(line) is { Success: true } match && int.TryParse(match.Groups["port"].Value, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
                return port;
        }

        return null;
    }

    [GeneratedRegex("""\b(?:listening|serving|started|running|bound)\b[^\n]{0,60}?(?:port\(?s?\)?:?\s{1,3}|:)(?<port>\d{2,5})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Listening();
}
