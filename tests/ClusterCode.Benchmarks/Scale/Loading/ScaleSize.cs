using System.Globalization;

namespace ClusterCode.Benchmarks.Scale.Loading;

/// <summary>How much is written to the cluster. The shares are always the same: 20 pods to a workload, 4 of which fail, and 2 events to a pod.</summary>
/// <param name="Workloads">Deployments.</param>
internal sealed record ScaleSize(int Workloads)
{
    public const int DefaultWorkloads = 500;
    public const int PodsPerWorkload = 20;
    public const int FailingPodsPerWorkload = 4;
    public const int EventsPerPod = 2;
    public const int WorkloadsPerNamespace = 25;

    /// <summary>One in so many pods is replaced during the churn.</summary>
    public const int ReplacedShare = 20;

    public int Namespaces => (Workloads + WorkloadsPerNamespace - 1) / WorkloadsPerNamespace;

    public int Pods => Workloads * PodsPerWorkload;

    public int Events => Pods * EventsPerPod;

    /// <summary>New events during the churn: 5,000 to 10,000 pods.</summary>
    public int ChurnEvents => Pods / 2;

    /// <summary>Of the workloads, so many fail one by one.</summary>
    public int OneByOne => Math.Min(50, Workloads);

    /// <summary>Reads the number of workloads from the command line; without it, 500.</summary>
    public static ScaleSize Parse(IReadOnlyList<string> arguments) =>
        new(arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultWorkloads);
}
