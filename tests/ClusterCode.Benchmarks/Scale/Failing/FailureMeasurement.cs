using ClusterCode.Benchmarks.Scale.Measuring;

namespace ClusterCode.Benchmarks.Scale.Failing;

/// <summary>What a number of failing workloads cost.</summary>
/// <param name="All">From the first failing write until the last root cause was visible.</param>
/// <param name="Each">Per workload, from the sending of its first failing write until its root cause was visible.</param>
/// <param name="Requests">The operator's requests meanwhile.</param>
/// <param name="PerDiagnosis">The same, by workload.</param>
internal sealed record FailureMeasurement(TimeSpan All, Percentiles Each, IReadOnlyList<AuditedRequest> Requests, double PerDiagnosis);
