using ClusterCode.Llm.Http;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Backends;

/// <summary>What the sessions of all backends share.</summary>
/// <param name="Policy">Where no backend may be.</param>
/// <param name="Telemetry">What spans may hold.</param>
/// <param name="Metrics">What is counted.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Makes loggers.</param>
internal sealed record BackendSurroundings(EndpointPolicy Policy, TelemetryOptions Telemetry, LlmMetrics Metrics, TimeProvider Time, ILoggerFactory Loggers);
