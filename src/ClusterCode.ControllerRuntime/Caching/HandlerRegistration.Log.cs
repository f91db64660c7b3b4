using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

internal sealed partial class HandlerRegistration<T>
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Handler {Handler} threw when it was told of {Key}; it is told of the next change")]
    private partial void LogHandlerFailed(Type handler, ObjectKey key, Exception exception);
}
