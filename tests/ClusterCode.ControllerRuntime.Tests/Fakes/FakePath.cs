namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>What a path of the Kubernetes API names.</summary>
/// <param name="Collection">The resource with its group and version, without a namespace.</param>
/// <param name="Namespace">The namespace, where the path names one.</param>
/// <param name="Name">The object, where the path names one.</param>
/// <param name="Subresource">The subresource, where the path names one.</param>
internal sealed record FakePath(string Collection, string? Namespace, string? Name, string? Subresource)
{
    public static FakePath Parse(string path)
    {
        var parts = path.Split('/').ToList();
        var prefix = parts[0] == "api" ? 2 : 3;
        string? ns = null;
        if (parts.Count > prefix + 2 && parts[prefix] == "namespaces")
        {
            ns = parts[prefix + 1];
            parts.RemoveRange(prefix, 2);
        }

        return new FakePath(string.Join('/', parts.Take(prefix + 1)), ns, parts.ElementAtOrDefault(prefix + 1), parts.ElementAtOrDefault(prefix + 2));
    }
}
