using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.LeaderElection;

internal sealed partial class LeaderElector
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Competing for the lease {Lease} as {Identity}")]
    private partial void LogCompeting(string lease, string identity);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The lease {Lease} is held by {Holder}")]
    private partial void LogHolder(string lease, string holder);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "The lease {Lease} is free, and nothing tells since when: it is left alone for {LeaseDuration}, for its last holder may still act")]
    private partial void LogUnknownPast(string lease, TimeSpan leaseDuration);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "Leading: {Identity} holds the lease {Lease}")]
    private partial void LogLeading(string lease, string identity);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "The lease {Lease} could not be read or written and is tried again: {Problem}")]
    private partial void LogFailed(string lease, string problem);

    [LoggerMessage(EventId = 6, Level = LogLevel.Debug, Message = "The lease {Lease} changed meanwhile and is read again: {Problem}")]
    private partial void LogChanged(string lease, string problem);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "The lease {Lease} is lost: {Reason}")]
    private partial void LogLost(string lease, string reason);

    [LoggerMessage(EventId = 8, Level = LogLevel.Information, Message = "The lease {Lease} is released")]
    private partial void LogReleased(string lease);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message = "The lease {Lease} could not be released, so others wait until it has run out: {Problem}")]
    private partial void LogNotReleased(string lease, string problem);
}
