using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Credentials;

internal sealed partial class FileCredentials
{
    [LoggerMessage(1, LogLevel.Warning, "The credentials could not be read again, so the last ones stay in use: {Problem}")]
    private partial void LogUnreadable(string problem);
}
