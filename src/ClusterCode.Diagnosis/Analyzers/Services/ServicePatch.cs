using System.Globalization;
using ClusterCode.Api.Findings;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>Writes kubectl commands that correct a Service. Whatever is not a plain name or number never becomes part of one.</summary>
internal static class ServicePatch
{
    /// <summary>Changes labels of the selector; a null value takes the label out. Null where a label is not safe in a command.</summary>
    public static Remediation? Selector(V1Service service, string title, IReadOnlyDictionary<string, string?> changes)
    {
        if (changes.Count == 0 || !changes.All(c => Kubectl.IsReference(c.Key) && (c.Value is null || Kubectl.IsName(c.Value))))
            return null;
        var pairs = string.Join(',', changes.Select(c => $"\"{c.Key}\":{(c.Value is null ? "null" : $"\"{c.Value}\"")}"));
        return Merge(service, title, $"{{\"spec\":{{\"selector\":{{{pairs}}}}}}}");
    }

    /// <summary>Changes the target of a port: a number or the name of a container port.</summary>
    public static Remediation? TargetPort(V1Service service, string title, int index, string target) =>
        Port(service, title, index, "targetPort", int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? target : $"\"{target}\"", target);

    /// <summary>Changes a text of a port, such as its protocol or name.</summary>
    public static Remediation? PortText(V1Service service, string title, int index, string field, string value) => Port(service, title, index, field, $"\"{value}\"", value);

    private static Remediation? Port(V1Service service, string title, int index, string field, string json, string value)
    {
        var command = Kubectl.IsName(value) ? Kubectl.Of("patch service", service.Metadata.NamespaceProperty, service.Metadata.Name) : null;
        var patch = string.Create(CultureInfo.InvariantCulture, $$"""[{"op":"add","path":"/spec/ports/{{index}}/{{field}}","value":{{json}}}]""");
        return command is null ? null : new Remediation { Title = title, Command = $"{command} --type json -p '{patch}'", Risk = RemediationRisk.Low };
    }

    private static Remediation? Merge(V1Service service, string title, string patch) =>
        Kubectl.Of("patch service", service.Metadata.NamespaceProperty, service.Metadata.Name) is { } command
            ? new Remediation { Title = title, Command = $"{command} --type merge -p '{patch}'", Risk = RemediationRisk.Low }
            : null;
}
