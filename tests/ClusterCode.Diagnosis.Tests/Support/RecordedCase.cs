using System.Text.Json;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>What a real v1.36 node and API server said about one failing workload, two to three minutes after it was applied.</summary>
internal static class RecordedCase
{
    /// <summary>The time at which the cases were recorded.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 59, 45, TimeSpan.Zero);

    /// <summary>The names of all cases.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)!).Where(n => n[0] != '_').Order(StringComparer.Ordinal)];

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Recorded");

    /// <summary>The namespace that a case was recorded in.</summary>
    public static string NamespaceOf(string name) => $"rec-{name}";

    /// <summary>The objects of the case and the logs of its containers, and the cluster's nodes.</summary>
    public static InMemoryClusterView Load(string name)
    {
        var view = new InMemoryClusterView().With(Objects("_cluster")).With(Objects(name));
        var logs = Path.Combine(Root, name, "logs");
        foreach (var file in Directory.Exists(logs) ? Directory.GetFiles(logs) : [])
        {
            var stem = Path.GetFileNameWithoutExtension(file);
            var previous = stem.EndsWith(".previous", StringComparison.Ordinal);
            var parts = (previous ? stem[..^".previous".Length] : stem).Split('_', 2);
            view.WithLog(parts[0], parts[1], File.ReadAllText(file), previous);
        }

        return view;
    }

    /// <summary>The objects of the case.</summary>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, name, "objects.json")));
        return [.. document.RootElement.GetProperty("items").EnumerateArray().Select(Read)];
    }

    private static IKubernetesObject<V1ObjectMeta> Read(JsonElement item) => item.GetProperty("kind").GetString() switch
    {
        "Pod" => KubernetesJson.Deserialize<V1Pod>(item),
        "Deployment" => KubernetesJson.Deserialize<V1Deployment>(item),
        "ReplicaSet" => KubernetesJson.Deserialize<V1ReplicaSet>(item),
        "StatefulSet" => KubernetesJson.Deserialize<V1StatefulSet>(item),
        "DaemonSet" => KubernetesJson.Deserialize<V1DaemonSet>(item),
        "Job" => KubernetesJson.Deserialize<V1Job>(item),
        "CronJob" => KubernetesJson.Deserialize<V1CronJob>(item),
        "ConfigMap" => KubernetesJson.Deserialize<V1ConfigMap>(item),
        "Service" => KubernetesJson.Deserialize<V1Service>(item),
        "PersistentVolumeClaim" => KubernetesJson.Deserialize<V1PersistentVolumeClaim>(item),
        "Event" => KubernetesJson.Deserialize<Corev1Event>(item),
        "Node" => KubernetesJson.Deserialize<V1Node>(item),
        var kind => throw new InvalidDataException($"a recorded case holds a {kind}, which nothing here reads"),
    };
}
