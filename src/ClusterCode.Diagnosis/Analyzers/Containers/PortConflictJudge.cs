using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process cannot bind its port, because another process of the pod, or of the node under hostNetwork, has it.</summary>
internal sealed partial class PortConflictJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is null or 0 || ErrorShapes.Find(failure.RawLines).LastOrDefault(shape => shape.Kind == ErrorShapeKind.PortInUse) is not { } shape)
            return null;

        var line = failure.RawLines[shape.Index].Trim();
        var said = shape.Port?.ToString(CultureInfo.InvariantCulture);
        var siblings = failure.Pod.Containers.Where(other => other.Name != failure.Container.Name && (!other.IsInit || other.IsSidecar())).ToList();
        var (port, holder) = Holder(said is null ? [.. PortsOf(failure.Container)] : [said], siblings);
        port ??= said;

        var what = port is null ? "its port" : $"port {port}";
        var who = holder is not null
            ? $"container {holder.Name} of the same pod uses {what}"
            : failure.Pod.Pod.Spec?.HostNetwork == true
                ? "hostNetwork is on, and a process of the node or another pod has it"
                : "another process in the pod has it";
        return failure.Finding(
            CauseCategories.PortConflict,
            Confidence.Medium,
            $"{failure.Container.Title()} cannot bind {what} (address already in use): {who}",
            [
                failure.LogEvidence(line),
                ContainerCommand.Evidence(failure),
                holder is null ? null : Cite.Spec(failure.Pod, holder, "command", string.Join(' ', ContainerCommand.Words(holder.Spec).Concat(PortsOf(holder).Select(number => $"port {number}")))),
            ],
            line) with
        {
            Explanation = "The containers of a pod share one network, so that each port can be bound by one of them only.",
            Remediation = [new Remediation { Title = $"Which other port can {failure.Container.Name} listen on? Change it there, and in what connects to it", Risk = RemediationRisk.Medium }],
        };
    }

    private static (string? Port, ContainerFacts? Holder) Holder(IReadOnlyList<string> ports, List<ContainerFacts> siblings)
    {
        foreach (var port in ports)
        {
            if (siblings.FirstOrDefault(sibling => PortsOf(sibling).Contains(port)) is { } holder)
                return (port, holder);
        }

        return (null, null);
    }

    /// <summary>Declared ports, and numbers of the command and environment that look like ports.</summary>
    private static IEnumerable<string> PortsOf(ContainerFacts container)
    {
        var declared = (container.Spec.Ports ?? []).Select(port => port.ContainerPort.ToString(CultureInfo.InvariantCulture));
        var words = PortInText().Matches(Wording.Clip(string.Join(' ', ContainerCommand.Words(container.Spec)), 2000)).Select(match => match.Groups["port"].Value);
        var variables = (container.Spec.Env ?? []).Where(IsPortVariable).Select(variable => variable.Value);
        return declared.Concat(words).Concat(variables).Distinct(StringComparer.Ordinal);
    }

    private static bool IsPortVariable(V1EnvVar variable) =>
        (variable?.Name ?? "").Contains("PORT", StringComparison.OrdinalIgnoreCase) && ushort.TryParse(variable?.Value, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex("""(?:-p[ =]?|port[ =:]|listen[ =:]|:)(?<port>\d{2,5})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PortInText();
}
