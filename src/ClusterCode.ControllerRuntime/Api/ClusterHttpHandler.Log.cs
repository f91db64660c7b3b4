using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Api;

internal sealed partial class ClusterHttpHandler
{
    [LoggerMessage(1, LogLevel.Information, "The API server refused the credentials (401); there were newer ones, and the request was sent again")]
    private partial void LogRenewed();

    [LoggerMessage(2, LogLevel.Warning, "The API server refused the credentials (401), and others could not be had: {Problem}")]
    private partial void LogNotRenewed(string problem);
}
