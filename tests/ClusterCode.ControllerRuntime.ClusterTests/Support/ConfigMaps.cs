using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.ClusterTests.Support;

/// <summary>The ConfigMaps of one test, told apart by a label and the beginning of their names, written straight to the real API server.</summary>
internal sealed class ConfigMaps(Kubernetes client, string test)
{
    private const string Namespace = "default";

    public string Selector => $"test={test}";

    /// <summary>The full name of an object.</summary>
    public string this[string name] => $"{test}-{name}";

    public Task<V1ConfigMap> CreateAsync(string name, CancellationToken cancellationToken) => client.CoreV1.CreateNamespacedConfigMapAsync(
        new V1ConfigMap { Metadata = new V1ObjectMeta { Name = this[name], Labels = new Dictionary<string, string> { ["test"] = test } } }, Namespace, cancellationToken: cancellationToken);

    public Task UpdateAsync(string name, string value, CancellationToken cancellationToken) => client.CoreV1.PatchNamespacedConfigMapAsync(
        new V1Patch($$$"""{"data":{"value":"{{{value}}}"}}""", V1Patch.PatchType.MergePatch), this[name], Namespace, cancellationToken: cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => client.CoreV1.DeleteNamespacedConfigMapAsync(this[name], Namespace, cancellationToken: cancellationToken);

    /// <summary>Name and version of every object.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.CoreV1.ListNamespacedConfigMapAsync(Namespace, labelSelector: Selector, cancellationToken: cancellationToken);
        return list.Items.ToDictionary(map => map.Metadata.Name, map => map.Metadata.ResourceVersion);
    }
}
