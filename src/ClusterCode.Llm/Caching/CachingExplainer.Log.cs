using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Caching;

internal sealed partial class CachingExplainer
{
    [LoggerMessage(1, LogLevel.Debug, "Backend {Backend} is not asked again: it has answered input {Digest}")]
    private partial void LogReused(string backend, string digest);
}
