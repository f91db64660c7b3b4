namespace ClusterCode.Llm.Telemetry;

/// <summary>What spans may hold.</summary>
public sealed record TelemetryOptions
{
    /// <summary>
    /// Whether spans hold prompts and answers: excerpts of logs and events, redacted as for the model. Default: false, because spans go wherever the collector sends
    /// them.
    /// </summary>
    public bool CaptureMessages { get; init; }
}
