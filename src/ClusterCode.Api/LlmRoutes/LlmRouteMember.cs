using ClusterCode.Api.Findings;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Api.LlmRoutes;

/// <summary>One backend of a route.</summary>
public sealed record LlmRouteMember
{
    /// <summary>The LlmBackend's name, in the route's namespace.</summary>
    public required string Name { get; init; }

    /// <summary>RoundRobin only: its share. Default: 1.</summary>
    public int? Weight { get; init; }

    /// <summary>What it is used for. Absent: what the backend's own <c>spec.tasks</c> says.</summary>
    public IReadOnlyList<LlmTask>? Tasks { get; init; }

    /// <summary>It is used only for diagnoses at least this severe. Default: Info.</summary>
    public Severity? MinSeverity { get; init; }
}
