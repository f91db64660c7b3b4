using System.Reflection;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views;

/// <summary>Where the API serves a kind.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="Plural">The resource's name in paths.</param>
/// <param name="Kind">The kind.</param>
internal sealed record ApiResource(string Group, string Version, string Plural, string Kind)
{
    /// <summary>Versions with the same shape that older servers have instead (Kubernetes' deprecation guide: batch/v1 CronJob, policy/v1 and discovery.k8s.io/v1 came with v1.21, autoscaling/v2 with v1.23).</summary>
    private static readonly Dictionary<(string Group, string Plural), string> OlderVersions = new()
    {
        [("batch", "cronjobs")] = "v1beta1",
        [("policy", "poddisruptionbudgets")] = "v1beta1",
        [("autoscaling", "horizontalpodautoscalers")] = "v2beta2",
        [("discovery.k8s.io", "endpointslices")] = "v1beta1",
    };

    /// <summary>The version of an older server; null where there is none that reads alike.</summary>
    public ApiResource? Older => OlderVersions.TryGetValue((Group, Plural), out var version) && version != Version ? this with { Version = version } : null;

    /// <summary>The resource of a model class.</summary>
    public static ApiResource Of<T>() => Cache<T>.Resource;

    /// <summary>Group and version as objects name them.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of the collection, or of one object.</summary>
    public string Path(string? ns, string? name = null)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        var scope = ns is null ? root : $"{root}/namespaces/{Uri.EscapeDataString(ns)}";
        return name is null ? $"{scope}/{Plural}" : $"{scope}/{Plural}/{Uri.EscapeDataString(name)}";
    }

    /// <inheritdoc />
    public override string ToString() => Group.Length == 0 ? $"{Version} {Plural}" : $"{Group}/{Version} {Plural}";

    // The attribute is read once per kind.
    private static class Cache<T>
    {
        public static readonly ApiResource Resource = Read(typeof(T));

        private static ApiResource Read(Type type)
        {
            var entity = type.GetCustomAttribute<KubernetesEntityAttribute>()
                ?? throw new InvalidOperationException($"{type.FullName} has no [KubernetesEntity]: the API's path of it is unknown.");
            return new ApiResource(entity.Group ?? "", entity.ApiVersion, entity.PluralName, entity.Kind);
        }
    }
}
