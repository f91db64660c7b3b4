using System.Text.RegularExpressions;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>The environment of a container as the kubelet puts it together: envFrom first, then env, with <c>$(NAME)</c> filled in.</summary>
internal static partial class ContainerVariables
{
    /// <summary>All variables; later ones replace earlier ones of the same name.</summary>
    public static IReadOnlyList<ContainerVariable> Of(CaseFile file, V1Container container)
    {
        var found = new Dictionary<string, ContainerVariable>(StringComparer.Ordinal);
        foreach (var source in (container.EnvFrom ?? []).Where(s => s is not null))
        {
            foreach (var variable in OfAll(file, source))
                found[variable.Name] = variable;
        }

        foreach (var variable in (container.Env ?? []).Where(e => e?.Name is { Length: > 0 }))
            found[variable.Name] = Filled(OfOne(file, variable), found);
        return [.. found.Values];
    }

    private static IEnumerable<ContainerVariable> OfAll(CaseFile file, V1EnvFromSource source)
    {
        if (source.ConfigMapRef?.Name is not { Length: > 0 } name || file.ConfigMaps.GetValueOrDefault(name) is not { IsFound: true } map)
            return [];
        var reference = Refer.To("v1", "ConfigMap", file.Namespace, name);
        return (map.Value.Data ?? new Dictionary<string, string>()).Select(d => new ContainerVariable((source.Prefix ?? "") + d.Key, d.Value, $"key {d.Key} of ConfigMap {name}", reference, d.Key));
    }

    private static ContainerVariable OfOne(CaseFile file, V1EnvVar variable) => variable.ValueFrom switch
    {
        { ConfigMapKeyRef: { Name: { Length: > 0 } name, Key: { } key } } => new ContainerVariable(
            variable.Name,
            file.ConfigMaps.GetValueOrDefault(name) is { IsFound: true } map && map.Value.Data?.TryGetValue(key, out var value) == true ? value : null,
            $"key {key} of ConfigMap {name} (env {variable.Name})",
            Refer.To("v1", "ConfigMap", file.Namespace, name),
            key),
        { SecretKeyRef: { Name: { Length: > 0 } name, Key: { } key } } => new ContainerVariable(
            variable.Name, null, $"key {key} of Secret {name} (env {variable.Name})", Refer.To("v1", "Secret", file.Namespace, name), key),
        not null => new ContainerVariable(variable.Name, null, $"env {variable.Name}"),
        null => new ContainerVariable(variable.Name, variable.Value ?? "", $"env {variable.Name}"),
    };

    private static ContainerVariable Filled(ContainerVariable variable, Dictionary<string, ContainerVariable> known) => variable.Value?.Contains("$(", StringComparison.Ordinal) == true
        ? variable with { Value = Reference().Replace(variable.Value, m => known.GetValueOrDefault(m.Groups["name"].Value)?.Value ?? m.Value) }
        : variable;

    [GeneratedRegex(@"\$\((?<name>[A-Za-z_][A-Za-z0-9_.-]{0,100})\)", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Reference();
}
