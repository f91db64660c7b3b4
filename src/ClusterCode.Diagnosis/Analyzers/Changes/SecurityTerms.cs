using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>Security settings as names and values, for comparison.</summary>
internal static class SecurityTerms
{
    /// <summary>Of a container.</summary>
    public static Dictionary<string, string> Of(V1SecurityContext? context) => Set(
        ("runAsUser", context?.RunAsUser),
        ("runAsGroup", context?.RunAsGroup),
        ("runAsNonRoot", context?.RunAsNonRoot),
        ("readOnlyRootFilesystem", context?.ReadOnlyRootFilesystem),
        ("allowPrivilegeEscalation", context?.AllowPrivilegeEscalation),
        ("privileged", context?.Privileged),
        ("capabilities.add", List(context?.Capabilities?.Add)),
        ("capabilities.drop", List(context?.Capabilities?.Drop)),
        ("seccompProfile", context?.SeccompProfile?.Type));

    /// <summary>Of a pod.</summary>
    public static Dictionary<string, string> Of(V1PodSecurityContext? context) => Set(
        ("runAsUser", context?.RunAsUser),
        ("runAsGroup", context?.RunAsGroup),
        ("runAsNonRoot", context?.RunAsNonRoot),
        ("fsGroup", context?.FsGroup),
        ("seccompProfile", context?.SeccompProfile?.Type));

    private static string? List(IList<string>? names) => names is { Count: > 0 } ? string.Join(',', names) : null;

    private static Dictionary<string, string> Set(params (string Name, object? Value)[] terms) =>
        terms.Where(t => t.Value is not null).ToDictionary(t => t.Name, t => FormattableString.Invariant($"{t.Value}"), StringComparer.Ordinal);
}
