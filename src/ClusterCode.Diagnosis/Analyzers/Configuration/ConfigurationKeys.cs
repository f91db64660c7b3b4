using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>What the case file knows of a ConfigMap or Secret: whether it exists, and its keys.</summary>
/// <param name="Status">How it was read; null where it was not.</param>
/// <param name="Keys">The names of its keys, where it was read.</param>
internal sealed record ConfigurationKeys(LookupStatus? Status, IReadOnlyList<string> Keys)
{
    /// <summary>Looks an object up in the case file.</summary>
    public static ConfigurationKeys Of(CaseFile file, ConfigurationKind kind, string name)
    {
        if (kind == ConfigurationKind.Secret)
            return file.SecretKeys.TryGetValue(name, out var secret) ? new(secret.Status, secret.Value ?? []) : new(null, []);
        return file.ConfigMaps.TryGetValue(name, out var map) ? new(map.Status, KeysOf(map.Value)) : new(null, []);
    }

    private static IReadOnlyList<string> KeysOf(V1ConfigMap? map) => [.. map?.Data?.Keys ?? [], .. map?.BinaryData?.Keys ?? []];
}
