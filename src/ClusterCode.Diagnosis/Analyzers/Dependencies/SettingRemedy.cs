using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>Corrects the setting that names a wrong peer, exactly where it stands alone in a variable or key.</summary>
internal static class SettingRemedy
{
    /// <summary>Another host; null where it is not known, or stands within a longer value.</summary>
    public static Remediation? Host(DependencyError error, string? right)
    {
        if (right is null || error.Reference is not { } reference)
            return null;
        return reference.IsHostAlone ? Set(error, reference, reference.Name, right) : Within(error, reference, $"host {right}");
    }

    /// <summary>Another port.</summary>
    public static Remediation? Port(DependencyError error, int right)
    {
        if (error.Reference is not { } reference)
            return null;
        var port = DependencyJudgement.Number(right);
        return reference.PortName is { } name ? Set(error, reference with { Object = null }, name, port) ?? Within(error, reference, $"port {port} in {name}") : Within(error, reference, $"port {port}");
    }

    private static Remediation? Set(DependencyError error, AddressReference reference, string name, string value)
    {
        var isLiteral = (error.Container.Spec.Env ?? []).Any(e => e?.Name == name && e.Value is { Length: > 0 });
        if (!Kubectl.IsName(name) || !Kubectl.IsName(value))
            return null;
        if (reference.Object is null && isLiteral && Kubectl.Workload(error.Workload.Reference) is { } workload && Kubectl.IsName(error.Container.Name))
            return new Remediation { Title = $"Set {name}={value}", Command = $"kubectl set env {workload} -c {error.Container.Name} {name}={value}", Risk = RemediationRisk.Medium };
        var key = reference.Origin.StartsWith("key ", StringComparison.Ordinal) ? reference.Origin.Split(' ')[1] : name;
        return reference.Object is { } map && Kubectl.IsName(key) && Kubectl.Of("patch configmap", error.File.Namespace, map.Name) is { } command
            ? new Remediation { Title = $"Set key {key} to {value}, then restart {error.Caller}", Command = $$$"""{{{command}}} --type merge -p '{"data":{"{{{key}}}":"{{{value}}}"}}'""", Risk = RemediationRisk.Medium }
            : Within(error, reference, value);
    }

    private static Remediation Within(DependencyError error, AddressReference reference, string right) => new()
    {
        Title = $"Is {right} meant? Then correct {reference.Name} ({reference.Origin}) of {error.Caller}",
        Risk = RemediationRisk.Medium,
    };
}
