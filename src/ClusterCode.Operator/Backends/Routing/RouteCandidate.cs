using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Limits;

namespace ClusterCode.Operator.Backends.Routing;

/// <summary>A member of a route that may explain a diagnosis.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Weight">Its share where members take turns.</param>
/// <param name="Load">How it has done of late.</param>
internal sealed record RouteCandidate(LlmBackend Backend, int Weight, BackendLoad Load);
