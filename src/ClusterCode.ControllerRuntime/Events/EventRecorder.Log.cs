using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Events;

internal sealed partial class EventRecorder
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Dropped event {Reason} for {Kind} {Namespace}/{Name}: too many wait to be written")]
    private partial void LogDropped(string reason, string kind, string? @namespace, string name);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Could not write event {Reason} for {Kind} {Namespace}/{Name}: {Problem}")]
    private partial void LogFailed(string reason, string kind, string? @namespace, string name, string problem);
}
