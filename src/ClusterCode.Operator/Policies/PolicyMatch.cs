using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Policies;

/// <summary>A policy, and the failures of a workload that it wants diagnosed.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Due">Failures whose grace is over.</param>
/// <param name="NextDue">The time until the next failure's grace is over; null where none is in grace.</param>
internal sealed record PolicyMatch(DiagnosisPolicy Policy, IReadOnlyList<DetectedFailure> Due, TimeSpan? NextDue);
