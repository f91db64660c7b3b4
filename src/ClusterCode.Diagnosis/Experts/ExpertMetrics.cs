using System.Diagnostics.Metrics;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>What the expert counts.</summary>
internal sealed class ExpertMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ClusterCode.Diagnosis";

    private readonly Counter<long> _analyzerFailures;

    /// <summary>Makes the instruments.</summary>
    public ExpertMetrics(IMeterFactory meters) =>
        _analyzerFailures = meters.Create(MeterName).CreateCounter<long>("cluster_code_analyzer_failures_total", description: "Analyzers that threw and were skipped.");

    /// <summary>An analyzer threw.</summary>
    public void AnalyzerFailed(string analyzer) => _analyzerFailures.Add(1, new KeyValuePair<string, object?>("analyzer", analyzer));
}
