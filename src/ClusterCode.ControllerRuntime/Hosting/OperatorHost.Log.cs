using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Hosting;

internal sealed partial class OperatorHost
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Informers} informers hold everything there is")]
    private partial void LogSynced(int informers);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Starting {Controllers} controllers")]
    private partial void LogStarted(int controllers);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Reconciliations still ran {DrainTimeout} after the stop and were cancelled")]
    private partial void LogAborted(TimeSpan drainTimeout);

    [LoggerMessage(EventId = 4, Level = LogLevel.Critical, Message = "The operator cannot go on and stops: {Problem}")]
    private partial void LogGivingUp(string problem, Exception exception);
}
