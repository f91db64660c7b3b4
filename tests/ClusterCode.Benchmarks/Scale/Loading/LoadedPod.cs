namespace ClusterCode.Benchmarks.Scale.Loading;

/// <summary>A pod that was written.</summary>
/// <param name="Workload">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Number">Its number among all pods, from which its addresses follow.</param>
internal sealed record LoadedPod(LoadedWorkload Workload, string Name, string Uid, int Number)
{
    public string Path => $"{Workload.PodsPath}/{Name}";
}
