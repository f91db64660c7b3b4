using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Accuracy.Measuring;

/// <summary>What the expert said, and what that took.</summary>
/// <param name="Report">What it said.</param>
/// <param name="Requests">What it asked of the cluster, such as <c>list Pod</c>.</param>
/// <param name="Elapsed">The whole diagnosis.</param>
/// <param name="InCluster">That part of it in which an answer of the cluster was outstanding.</param>
public sealed record MeasuredReport(ExpertReport Report, IReadOnlyList<string> Requests, TimeSpan Elapsed, TimeSpan InCluster)
{
    /// <summary>What the operator answers from its caches (see its <c>WatchedClusterView</c>): an object of these kinds, and all of a namespace.</summary>
    private static readonly string[] Cached = ["get V1Deployment/", "get V1Service/"];
    private static readonly string[] CachedLists = ["list V1Deployment", "list V1Service"];

    /// <summary>How many requests the same diagnosis costs in the operator.</summary>
    public int OperatorRequests => Requests.Count(r => !Cached.Any(c => r.StartsWith(c, StringComparison.Ordinal)) && !CachedLists.Contains(r.TrimEnd()));

    /// <summary>What the expert itself needed.</summary>
    public TimeSpan Own => Elapsed - InCluster;
}
