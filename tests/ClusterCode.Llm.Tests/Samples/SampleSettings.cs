using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Tests.Samples;

internal static class SampleSettings
{
    public static BackendSettings Of(LlmProvider provider, LlmParameters? parameters = null, string? key = null, LlmAuth? auth = null) =>
        BackendSettings.From(Configuration(provider, parameters, key, auth));

    public static BackendConfiguration Configuration(LlmProvider provider, LlmParameters? parameters = null, string? key = null, LlmAuth? auth = null) => new()
    {
        Name = "ai/model",
        Spec = new LlmBackendSpec { Provider = provider, Endpoint = "http://model.ai.svc:8000/v1", Model = "qwen2.5:7b", Parameters = parameters, Auth = auth },
        ApiKey = key,
    };
}
