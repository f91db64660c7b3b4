using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Probing;

internal sealed partial class BackendProbe
{
    [LoggerMessage(1, LogLevel.Debug, "Backend {Backend} is not ready: {Reason}")]
    private partial void LogFailed(string backend, string reason);

    [LoggerMessage(2, LogLevel.Error, "Probing backend {Backend} failed unexpectedly")]
    private partial void LogSurprised(Exception exception, string backend);
}
