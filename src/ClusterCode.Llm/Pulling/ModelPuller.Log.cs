using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Pulling;

internal sealed partial class ModelPuller
{
    [LoggerMessage(1, LogLevel.Error, "Pulling the model of backend {Backend} failed unexpectedly")]
    private partial void LogSurprised(Exception exception, string backend);
}
