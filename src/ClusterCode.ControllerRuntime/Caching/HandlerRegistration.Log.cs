using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

internal sealed partial class HandlerRegistration<T>
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Handler {Handler} threw on a change; it misses this change and is told of the next")]
    private partial void LogHandlerFailed(Type handler, Exception exception);
}
