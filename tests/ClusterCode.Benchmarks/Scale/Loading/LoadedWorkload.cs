namespace ClusterCode.Benchmarks.Scale.Loading;

/// <summary>A Deployment with its ReplicaSet and pods, as written.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">The Deployment's name.</param>
/// <param name="ReplicaSetUid">The uid of its one ReplicaSet.</param>
internal sealed record LoadedWorkload(string Namespace, string Name, string ReplicaSetUid)
{
    /// <summary>The pod template's hash; one revision is enough here.</summary>
    public const string TemplateHash = "7d4b9c6f58";

    /// <summary>Its pods; replaced ones are exchanged here.</summary>
    public LoadedPod[] Pods { get; } = new LoadedPod[ScaleSize.PodsPerWorkload];

    public string ReplicaSet => $"{Name}-{TemplateHash}";

    public string PodsPath => $"api/v1/namespaces/{Namespace}/pods";

    /// <summary>Those that fail when the workload does.</summary>
    public IEnumerable<LoadedPod> FailingPods => Pods.Take(ScaleSize.FailingPodsPerWorkload);
}
