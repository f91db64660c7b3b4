namespace ClusterCode.Llm;

/// <summary>Names of the model side's telemetry.</summary>
public static class LlmTelemetry
{
    /// <summary>The ActivitySource and Meter of requests to models, in OpenTelemetry's GenAI conventions. Prompts and answers are never recorded.</summary>
    public const string SourceName = "ClusterCode.Llm";
}
