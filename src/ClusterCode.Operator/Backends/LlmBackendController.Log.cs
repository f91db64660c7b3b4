namespace ClusterCode.Operator.Backends;

internal sealed partial class LlmBackendController
{
    [LoggerMessage(1, LogLevel.Information, "LlmBackend {Backend}: ready={Ready}, {Reason}: {Message}")]
    private static partial void LogProbed(ILogger logger, string backend, bool ready, string reason, string message);
}
