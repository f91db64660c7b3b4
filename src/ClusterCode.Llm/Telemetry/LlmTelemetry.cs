namespace ClusterCode.Llm.Telemetry;

/// <summary>Names of the model side's telemetry.</summary>
public static class LlmTelemetry
{
    /// <summary>The ActivitySource and Meter of requests to models, in OpenTelemetry's GenAI conventions, and of what becomes of their answers.</summary>
    public const string SourceName = "ClusterCode.Llm";
}
