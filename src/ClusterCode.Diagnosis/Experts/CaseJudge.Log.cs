using Microsoft.Extensions.Logging;

namespace ClusterCode.Diagnosis.Experts;

internal sealed partial class CaseJudge
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Analyzer {Analyzer} failed on {Workload}; its findings are missing")]
    private static partial void LogAnalyzerFailed(ILogger logger, Exception problem, string analyzer, string workload);

    [LoggerMessage(Level = LogLevel.Error, Message = "The case in namespace {Namespace} could not be gathered")]
    private static partial void LogGatheringFailed(ILogger logger, Exception problem, string @namespace);
}
