using System.Diagnostics;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Telemetry;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace ClusterCode.Llm.Tests.Telemetry;

public sealed class TelemetryTests
{
    private const string Good = """{"cause":"c1","explanation":[{"text":"Container app cannot start because ConfigMap checkout-config has no key DB_URL.","evidence":["e1","e2"]}],"fixes":[]}""";
    private const string HalfInvented = """{"cause":"c1","explanation":[{"text":"ConfigMap checkout-config has no key DB_URL.","evidence":["e1"]},{"text":"Node worker-9 is on fire.","evidence":["e1"]}],"fixes":[]}""";

    [Fact]
    public async Task What_becomes_of_answers_is_counted()
    {
        await using var server = await FakeServer.OfChatAsync("no JSON", HalfInvented);
        using var host = new LlmHost();
        using var explanations = Count(host, "cluster_code_model_explanations_total");
        using var repairs = Count(host, "cluster_code_model_repairs_total");
        using var made = Count(host, "cluster_code_model_statements_total");
        using var dropped = Count(host, "cluster_code_model_dropped_total");
        using var first = new MetricCollector<double>(host.Meters, LlmTelemetry.SourceName, "cluster_code_model_first_token_seconds");
        await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, Backend(server), default);

        var explained = Assert.Single(explanations.GetMeasurementSnapshot());
        Assert.Equal(("ai/test", "ModelAnswered", "false"), (explained.Tags["backend"], explained.Tags["reason"], explained.Tags["cached"]));
        Assert.Equal((1, 2, 1), (Sum(repairs), Sum(made), Sum(dropped)));
        Assert.Equal(2, first.GetMeasurementSnapshot().Count);
        Assert.All(first.GetMeasurementSnapshot(), measured => Assert.InRange(measured.Value, 0.000001, 30));
    }

    [Fact]
    public async Task Answers_that_are_at_hand_are_counted()
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        using var host = new LlmHost();
        using var lookups = Count(host, "cluster_code_model_cache_lookups_total");
        using var explanations = Count(host, "cluster_code_model_explanations_total");
        var backend = Backend(server);
        backend = backend with { Spec = backend.Spec with { Cache = null } };
        await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        Assert.Equal(["miss", "hit"], lookups.GetMeasurementSnapshot().Select(measured => measured.Tags["result"]));
        Assert.Equal(["false", "true"], explanations.GetMeasurementSnapshot().Select(measured => measured.Tags["cached"]));
    }

    [Fact]
    public async Task What_is_no_longer_sent_is_counted()
    {
        await using var server = await FakeServer.StartAsync((request, context) =>
        {
            if (request.Json["response_format"]?["type"]?.GetValue<string>() != "json_schema")
                return FakeServer.StreamAsync(context, Good);
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("""{"error":{"message":"json_schema is not supported"}}""");
        });
        using var host = new LlmHost();
        using var degradations = Count(host, "cluster_code_model_degradations_total");
        await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, Backend(server), default);
        Assert.Equal("response_format", Assert.Single(degradations.GetMeasurementSnapshot()).Tags["what"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spans_hold_prompts_and_answers_only_where_that_is_switched_on(bool capture)
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        using var host = new LlmHost(telemetry: new TelemetryOptions { CaptureMessages = capture });
        var model = $"tiny-{capture}";
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LlmTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, LlmHost.Backend(LlmProvider.OpenAICompatible, server.Address, model), default);

        // Other tests run beside this one.
        Activity[] seen;
        lock (spans)
            seen = [.. spans];
        var span = Assert.Single(seen, span => span.DisplayName == $"chat {model}");
        Assert.Equal("chat", span.GetTagItem("gen_ai.operation.name"));
        var texts = span.TagObjects.Concat(span.Events.SelectMany(happened => happened.Tags)).Select(tag => $"{tag.Value}");
        Assert.Equal(capture, texts.Any(text => text.Contains("DB_URL", StringComparison.Ordinal)));
    }

    private static BackendConfiguration Backend(FakeServer server) => LlmHost.Backend(LlmProvider.OpenAICompatible, server.Address);

    private static MetricCollector<long> Count(LlmHost host, string name) => new(host.Meters, LlmTelemetry.SourceName, name);

    private static long Sum(MetricCollector<long> counter) => counter.GetMeasurementSnapshot().Sum(measured => measured.Value);
}
