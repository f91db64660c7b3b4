using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Operator.Diagnoses;

internal sealed partial class AnalysisController
{
    [LoggerMessage(1, LogLevel.Information, "Diagnosed {Namespace}/{Name}: {Outcome}, {Summary} ({Milliseconds:0} ms)")]
    private static partial void LogDiagnosed(ILogger logger, string @namespace, string name, ExpertOutcome outcome, string summary, double milliseconds);
}
