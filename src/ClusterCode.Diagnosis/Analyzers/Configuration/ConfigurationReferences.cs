using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>Finds every place of a pod's spec that needs a ConfigMap or Secret.</summary>
internal static class ConfigurationReferences
{
    /// <summary>All references, in the order in which the kubelet needs them: volumes first, then each container's environment.</summary>
    public static IReadOnlyList<ConfigurationReference> Of(V1PodSpec? spec) =>
        spec is null ? [] :
        [
            .. (spec.Volumes ?? []).Where(volume => volume is not null).SelectMany(volume => OfVolume(spec, volume)),
            .. (spec.InitContainers ?? []).SelectMany(container => OfContainer(container, "initContainers")),
            .. (spec.Containers ?? []).SelectMany(container => OfContainer(container, "containers")),
        ];

    /// <summary>The references of one container's environment.</summary>
    public static IEnumerable<ConfigurationReference> OfContainer(V1Container container, string list)
    {
        foreach (var (source, index) in (container.EnvFrom ?? []).Select((source, index) => (source, index)))
        {
            var path = $"{list}[{container.Name}].envFrom[{index}]";
            if (source?.ConfigMapRef is { Name: { Length: > 0 } map } mapRef)
                yield return new(ConfigurationKind.ConfigMap, map, null, mapRef.Optional ?? false, container.Name, "envFrom", $"{path}.configMapRef");
            if (source?.SecretRef is { Name: { Length: > 0 } secret } secretRef)
                yield return new(ConfigurationKind.Secret, secret, null, secretRef.Optional ?? false, container.Name, "envFrom", $"{path}.secretRef");
        }

        foreach (var variable in container.Env ?? [])
        {
            var path = $"{list}[{container.Name}].env[{variable?.Name}].valueFrom";
            if (variable?.ValueFrom?.ConfigMapKeyRef is { Name: { Length: > 0 } map } mapKey)
                yield return new(ConfigurationKind.ConfigMap, map, mapKey.Key, mapKey.Optional ?? false, container.Name, $"env {variable.Name}", $"{path}.configMapKeyRef", variable.Name);
            if (variable?.ValueFrom?.SecretKeyRef is { Name: { Length: > 0 } secret } secretKey)
                yield return new(ConfigurationKind.Secret, secret, secretKey.Key, secretKey.Optional ?? false, container.Name, $"env {variable.Name}", $"{path}.secretKeyRef", variable.Name);
        }
    }

    private static List<ConfigurationReference> OfVolume(V1PodSpec spec, V1Volume volume)
    {
        var container = MountedBy(spec, volume.Name);
        var place = $"volume {volume.Name}";
        var path = $"volumes[{volume.Name}]";
        var references = new List<ConfigurationReference>();
        if (volume.ConfigMap is { Name: { Length: > 0 } map } config)
            references.AddRange(Keys(config.Items, key => new(ConfigurationKind.ConfigMap, map, key, config.Optional ?? false, container, place, $"{path}.configMap")));
        if (volume.Secret is { SecretName: { Length: > 0 } secret } secrets)
            references.AddRange(Keys(secrets.Items, key => new(ConfigurationKind.Secret, secret, key, secrets.Optional ?? false, container, place, $"{path}.secret")));
        foreach (var (source, index) in (volume.Projected?.Sources ?? []).Select((source, index) => (source, index)))
        {
            var from = $"{path}.projected.sources[{index}]";
            if (source?.ConfigMap is { Name: { Length: > 0 } projectedMap } projectedConfig)
                references.AddRange(Keys(projectedConfig.Items, key => new(ConfigurationKind.ConfigMap, projectedMap, key, projectedConfig.Optional ?? false, container, place, $"{from}.configMap")));
            if (source?.Secret is { Name: { Length: > 0 } projectedSecret } projectedSecrets)
                references.AddRange(Keys(projectedSecrets.Items, key => new(ConfigurationKind.Secret, projectedSecret, key, projectedSecrets.Optional ?? false, container, place, $"{from}.secret")));
        }

        return references;
    }

    /// <summary>The whole object, and each key that is picked from it.</summary>
    private static IEnumerable<ConfigurationReference> Keys(IList<V1KeyToPath>? items, Func<string?, ConfigurationReference> reference) =>
        items is { Count: > 0 } ? items.Where(item => item?.Key is { Length: > 0 }).Select(item => reference(item.Key)) : [reference(null)];

    private static string? MountedBy(V1PodSpec spec, string volume)
    {
        var names = (spec.InitContainers ?? []).Concat(spec.Containers ?? [])
            .Where(container => (container.VolumeMounts ?? []).Any(mount => mount?.Name == volume))
            .Select(container => container.Name)
            .ToList();
        return names is [var only] ? only : null;
    }
}
