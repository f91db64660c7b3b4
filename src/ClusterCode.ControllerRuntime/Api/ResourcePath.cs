using System.Text;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>The API's URLs, relative to the server's address.</summary>
internal static class ResourcePath
{
    public static string Collection(ResourceDefinition definition, string? ns)
    {
        var path = new StringBuilder(definition.Group.Length == 0 ? "api/" : "apis/").Append(definition.ApiVersion);
        if (ns is not null)
        {
            if (!definition.IsNamespaced)
                throw new ArgumentException($"{definition} is cluster-scoped and has no namespace {ns}: leave the namespace out.");
            path.Append("/namespaces/").Append(Uri.EscapeDataString(ns));
        }

        return path.Append('/').Append(definition.Plural).ToString();
    }

    public static string Object(ResourceDefinition definition, ObjectKey key, string? subresource = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key.Name);
        if (definition.IsNamespaced && string.IsNullOrEmpty(key.Namespace))
            throw new ArgumentException($"{definition} {key.Name} needs a namespace: the kind is namespaced.");
        var path = $"{Collection(definition, key.Namespace)}/{Uri.EscapeDataString(key.Name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }

    public static string WithQuery(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var result = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            result.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return result.ToString();
    }
}
