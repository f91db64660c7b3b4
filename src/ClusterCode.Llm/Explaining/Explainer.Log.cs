using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Explaining;

internal sealed partial class Explainer
{
    [LoggerMessage(1, LogLevel.Debug, "Backend {Backend} answered: {Statements} statements, {Dropped} problems")]
    private partial void LogAnswered(string backend, int statements, int dropped);

    [LoggerMessage(2, LogLevel.Information, "An answer of backend {Backend} is refused: {Reason}, {Problems} problems")]
    private partial void LogRejected(string backend, string reason, int problems);

    [LoggerMessage(3, LogLevel.Information, "Backend {Backend} could not be asked: {Reason}")]
    private partial void LogFailed(string backend, string reason);

    [LoggerMessage(4, LogLevel.Error, "Asking backend {Backend} failed unexpectedly")]
    private partial void LogSurprised(Exception exception, string backend);
}
