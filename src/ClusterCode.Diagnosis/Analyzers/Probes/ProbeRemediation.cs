using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;

namespace ClusterCode.Diagnosis.Analyzers.Probes;

/// <summary>Proposals for a probe that fails.</summary>
internal static class ProbeRemediation
{
    /// <summary>The proposals; the port where the right one is known, else a question.</summary>
    public static IEnumerable<Remediation> For(ContainerProbe probe, ResourceReference workload, bool isMismatch)
    {
        var handler = probe.Spec switch { { HttpGet: not null } => "httpGet", { TcpSocket: not null } => "tcpSocket", { Grpc: not null } => "grpc", _ => null };
        if (isMismatch && handler is not null && ProbeSentence.OnlyPort(probe.Container) is { } port)
        {
            var number = port.ContainerPort.ToString(CultureInfo.InvariantCulture);
            yield return new Remediation
            {
                Title = $"Let the {probe.Field} ask port {number}",
                Patch = TemplatePatch.Container(workload, probe.Container.Name, probe.Container.IsInit, $"{probe.Field}:", $"  {handler}:", $"    port: {number}"),
                Risk = RemediationRisk.Medium,
            };
            yield break;
        }

        yield return new Remediation { Title = Question(probe), Risk = RemediationRisk.Medium };
    }

    private static string Question(ContainerProbe probe) => probe.Outcome?.Kind switch
    {
        ProbeOutcomeKind.HttpStatus => $"Which path of {probe.Container.Name} says whether it is well? Set {probe.Field}.httpGet.path to it",
        ProbeOutcomeKind.PlainAnswersTls => $"Set {probe.Field}.httpGet.scheme to HTTP",
        ProbeOutcomeKind.TlsAnswersPlain => $"Set {probe.Field}.httpGet.scheme to HTTPS",
        ProbeOutcomeKind.NoProgram => $"Which program of the image tells whether {probe.Container.Name} is well? Correct {probe.Field}.exec.command, or use httpGet or tcpSocket",
        ProbeOutcomeKind.Timeout => $"How long may {probe.Container.Name} take to answer? Set {probe.Field}.timeoutSeconds to more than that",
        ProbeOutcomeKind.Refused when probe.Kind != ProbeKind.Readiness =>
            $"On which port does {probe.Container.Name} listen, and how long does it take to start? Correct the port, or give it a startupProbe with that much time",
        ProbeOutcomeKind.Refused => $"On which port and address does {probe.Container.Name} listen? It must be the pod's address, not only 127.0.0.1",
        _ => $"What must be true for {probe.Container.Noun()} to be well? Correct its {probe.Field} to ask for that",
    };
}
