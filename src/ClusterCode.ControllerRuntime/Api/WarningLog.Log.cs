using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Api;

internal sealed partial class WarningLog
{
    [LoggerMessage(1, LogLevel.Warning, "The API server warns of {Method} {Path}: {Warning}")]
    private partial void LogWarning(string? method, string? path, string warning);
}
