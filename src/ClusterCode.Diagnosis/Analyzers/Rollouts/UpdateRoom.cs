using System.Globalization;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Rollouts;

/// <summary>How much room a Deployment's rolling update has: where it may take no old pod away first, and none can be added, it never goes on.</summary>
internal static class UpdateRoom
{
    /// <summary>The Deployment's default for both bounds (apps/v1).</summary>
    private const string Default = "25%";

    /// <summary>True where the update waits for a new pod to be ready before it takes an old one away, and all old ones are still there.</summary>
    public static bool IsKeptFull(WorkloadFacts workload) =>
        workload is { Controller: V1Deployment { Spec.Strategy: null or { Type: null or "" or "RollingUpdate" } } deployment, DesiredReplicas: { } wanted and > 0 }
        && workload.ReadyPodCount >= wanted && MayTake(deployment, wanted) == 0;

    /// <summary>What would let the update go on, as a patch.</summary>
    public static string Patch => string.Join('\n', "spec:", "  strategy:", "    rollingUpdate:", "      maxUnavailable: 1", "      maxSurge: 0");

    // As Kubernetes rounds (pkg/util/intstr in the deployment controller): what may be missing down, what may be added up; both may not be 0.
    private static int MayTake(V1Deployment deployment, int wanted)
    {
        var rolling = deployment.Spec?.Strategy?.RollingUpdate;
        var (take, add) = (Of(rolling?.MaxUnavailable?.Value, wanted, Math.Floor), Of(rolling?.MaxSurge?.Value, wanted, Math.Ceiling));
        return take == 0 && add == 0 ? 1 : take;
    }

    private static int Of(string? bound, int wanted, Func<decimal, decimal> round)
    {
        var text = string.IsNullOrEmpty(bound) ? Default : bound;
        return text.EndsWith('%')
            ? decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? (int)round(Math.Min(percent, 100) * wanted / 100) : 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }
}
