using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

internal sealed partial class Informer<T>
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Transform of {Resource} {Key} threw; the object's older state, if any, stays in the cache")]
    private partial void LogTransformFailed(string resource, ObjectKey key, Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Resource} {Key} is not found by the index {Index}, whose indexer threw on it")]
    private partial void LogIndexerFailed(string resource, ObjectKey key, string index, Exception exception);
}
