using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Controllers;

internal sealed partial class ControllerWorkers<TKey>
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Controller}: {Key} failed and will be tried again: {Problem}")]
    private partial void LogFailed(string controller, TKey key, string problem, Exception? exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Controller}: {Key} failed and is left alone until it changes: {Problem}")]
    private partial void LogTerminal(string controller, TKey key, string problem, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "{Controller}: {Key} changed meanwhile and is looked at again: {Problem}")]
    private partial void LogConflict(string controller, TKey key, string problem);
}
