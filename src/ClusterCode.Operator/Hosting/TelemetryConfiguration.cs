using ClusterCode.Llm.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ClusterCode.Operator.Hosting;

/// <summary>Metrics at /metrics, and spans of requests to models to an OpenTelemetry collector where one is configured.</summary>
internal static class TelemetryConfiguration
{
    /// <summary>The key that has spans hold prompts and answers.</summary>
    public const string CaptureMessages = "CaptureModelMessages";

    // The exporter's own variables, as OpenTelemetry specifies them; it reads the rest of them (headers, protocol, timeout) itself.
    private static readonly string[] Collectors = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    // The series that one instrument may have. Room for them is set aside at once, and by default for ten times as many.
    private const int MetricSeries = 200;

    /// <summary>Adds both.</summary>
    /// <exception cref="FormatException">A value cannot be read; the message names its key.</exception>
    public static IServiceCollection AddClusterCodeTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new TelemetryOptions { CaptureMessages = Captures(configuration[CaptureMessages]) });
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddView("*", new MetricStreamConfiguration { CardinalityLimit = MetricSeries })
            .AddMeter("ClusterCode.*", "System.Net.Http", "System.Runtime", "Experimental.Microsoft.Extensions.AI")
            .AddPrometheusExporter());
        if (Collectors.Any(name => !string.IsNullOrWhiteSpace(configuration[name])))
            telemetry.WithTracing(tracing => tracing.AddSource(LlmTelemetry.SourceName).AddOtlpExporter());
        return services;
    }

    private static bool Captures(string? text) => !string.IsNullOrEmpty(text)
        && (bool.TryParse(text, out var captures) ? captures : throw new FormatException($"{CaptureMessages} is \"{text}\"; write true or false."));
}
