using System.Diagnostics.Metrics;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Llm.Telemetry;

/// <summary>
/// What the GenAI conventions have no instrument for. Names end in <c>_total</c> or <c>_seconds</c> and instruments carry no unit, so that the Prometheus exporter leaves
/// the names alone.
/// </summary>
internal sealed class LlmMetrics
{
    // From a small model on a GPU to a long prompt on a CPU.
    private static readonly double[] FirstTokenBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300];

    private readonly Histogram<double> firstToken;
    private readonly Counter<long> explanations;
    private readonly Counter<long> repairs;
    private readonly Counter<long> statements;
    private readonly Counter<long> dropped;
    private readonly Counter<long> lookups;
    private readonly Counter<long> degradations;

    public LlmMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(LlmTelemetry.SourceName);
        firstToken = meter.CreateHistogram(
            "cluster_code_model_first_token_seconds", null, "How long a server takes to begin its answer: it waits its turn, loads the model and reads the prompt.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = FirstTokenBuckets });
        explanations = meter.CreateCounter<long>("cluster_code_model_explanations_total", description: "Explanations, by backend and by the reason that condition Explained gives for them; cached is whether the model was not asked again.");
        repairs = meter.CreateCounter<long>("cluster_code_model_repairs_total", description: "Answers that were asked for again with their mistakes named, by backend.");
        statements = meter.CreateCounter<long>("cluster_code_model_statements_total", description: "Statements that models made, by backend.");
        dropped = meter.CreateCounter<long>("cluster_code_model_dropped_total", description: "Statements of models, or sentences of them, that are not shown because the evidence does not bear them, by backend.");
        lookups = meter.CreateCounter<long>("cluster_code_model_cache_lookups_total", description: "Answers looked up before a model is asked, by backend: hit, miss, or stale where the evidence no longer bears the stored answer.");
        degradations = meter.CreateCounter<long>("cluster_code_model_degradations_total", description: "What servers rejected and are no longer sent, by backend and by what it is.");
    }

    public void AnswerBegan(string backend, TimeSpan after) => firstToken.Record(after.TotalSeconds, new KeyValuePair<string, object?>("backend", backend));

    public void Explained(string backend, ExplanationOutcome outcome) =>
        explanations.Add(1, new("backend", backend), new("reason", outcome.Reason), new("cached", outcome.Usage.Cached is true ? "true" : "false"));

    public void Repaired(string backend) => repairs.Add(1, new KeyValuePair<string, object?>("backend", backend));

    public void Judged(string backend, int made, int notShown)
    {
        statements.Add(made, new KeyValuePair<string, object?>("backend", backend));
        dropped.Add(notShown, new KeyValuePair<string, object?>("backend", backend));
    }

    public void LookedUp(string backend, string result) => lookups.Add(1, new("backend", backend), new("result", result));

    public void Degraded(string backend, string what) => degradations.Add(1, new("backend", backend), new("what", what));
}
