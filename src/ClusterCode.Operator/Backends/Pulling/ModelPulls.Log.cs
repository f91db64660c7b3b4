namespace ClusterCode.Operator.Backends.Pulling;

internal sealed partial class ModelPulls
{
    [LoggerMessage(1, LogLevel.Information, "LlmBackend {Backend}: its server is told to pull model {Model}")]
    private static partial void LogBegun(ILogger logger, string backend, string? model);

    [LoggerMessage(2, LogLevel.Information, "LlmBackend {Backend}: the pull is given up, because the backend is gone, changed or ready")]
    private static partial void LogEnded(ILogger logger, string backend);

    [LoggerMessage(3, LogLevel.Warning, "LlmBackend {Backend}: pulling model {Model} failed: {Failure}")]
    private static partial void LogFailed(ILogger logger, string backend, string? model, string failure);
}
