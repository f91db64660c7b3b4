using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Api;

internal sealed partial class ApiClient
{
    [LoggerMessage(1, LogLevel.Warning, "Left {Key} out of a list of {Resource}, because it cannot be read: {Problem}")]
    private partial void LogUnreadable(ResourceDefinition resource, ObjectKey? key, string problem);
}
