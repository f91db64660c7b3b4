using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Credentials;

internal sealed partial class ServerCertificateCheck
{
    [LoggerMessage(1, LogLevel.Warning, "The API server's certificate {Subject} is not trusted: {Problem}")]
    private partial void LogRejected(string? subject, string problem);

    [LoggerMessage(2, LogLevel.Warning, "The certificate authorities in {Source} could not be read again, so the last ones stay in use: {Problem}")]
    private partial void LogUnreadable(PemSource source, string problem);
}
