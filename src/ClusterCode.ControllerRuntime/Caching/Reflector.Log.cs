using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

internal sealed partial class Reflector<T>
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Listed {Count} {Resource} at version {Version}")]
    private partial void LogListed(ResourceDefinition resource, int count, string version);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Cannot list or watch {Resource}, will try again: {Problem}")]
    private partial void LogFailed(ResourceDefinition resource, string problem, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Listing {Resource} anew: {Reason}")]
    private partial void LogRelist(ResourceDefinition resource, string reason);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "The server does not have {Resource} at version {Version}; asking for the newest")]
    private partial void LogVersionUnavailable(ResourceDefinition resource, string version);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "Left {Resource} {Key} as it was in the cache, because its new state cannot be read: {Problem}")]
    private partial void LogUnreadable(ResourceDefinition resource, ObjectKey? key, string problem);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "The server refuses to be watched for {Resource}, will go on where it was: {Problem}")]
    private partial void LogWatchRefused(ResourceDefinition resource, string problem);

    [LoggerMessage(EventId = 7, Level = LogLevel.Debug, Message = "The watch of {Resource} broke, goes on where it was: {Problem}")]
    private partial void LogWatchBroken(ResourceDefinition resource, string problem);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "Nothing came over the watch of {Resource} any more; the connection is taken for dead, and it goes on from version {Version} on a new one")]
    private partial void LogWatchDead(ResourceDefinition resource, string version);

    [LoggerMessage(EventId = 9, Level = LogLevel.Debug, Message = "Watching {Resource} from version {Version} for {Timeout}")]
    private partial void LogWatching(ResourceDefinition resource, string version, TimeSpan timeout);

    [LoggerMessage(EventId = 10, Level = LogLevel.Debug, Message = "The watch of {Resource} cannot begin with all objects, listing them: {Problem}")]
    private partial void LogNoInitialEvents(ResourceDefinition resource, string problem);
}
