namespace ClusterCode.Operator.Diagnoses;

internal sealed partial class ExplanationController
{
    [LoggerMessage(1, LogLevel.Information, "Explained {Namespace}/{Name}: explained={Explained}, {Reason}, by {Backend}")]
    private static partial void LogExplained(ILogger logger, string @namespace, string name, bool explained, string reason, string backend);
}
