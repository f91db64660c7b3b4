using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Chat;

internal sealed partial class RetryChatClient
{
    [LoggerMessage(1, LogLevel.Information, "Request {Attempt} of {MaxAttempts} to backend {Backend} failed ({Reason}); the next one in {Wait}")]
    private partial void LogRetry(string backend, int attempt, int maxAttempts, string reason, TimeSpan wait);
}
