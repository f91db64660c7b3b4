using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Events;

internal sealed partial class EventRecorder
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Dropped event {Reason} for {Kind} {Namespace}/{Name}: {Cause}")]
    private partial void LogDropped(string reason, string kind, string? @namespace, string name, string cause);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Could not write event {Reason} for {Kind} {Namespace}/{Name}: {Problem}")]
    private partial void LogFailed(string reason, string kind, string? @namespace, string name, string problem);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{Capacity} events wait to be written, and more are dropped until fewer do; event_recorder_dropped_total counts them")]
    private partial void LogFull(int capacity);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "The operator stopped with {Events} events unwritten: the API server took too long")]
    private partial void LogUnwritten(int events);
}
