using ClusterCode.Api.LlmBackends;
using ClusterCode.Operator.Backends;

namespace ClusterCode.Operator.Tests.Backends;

public sealed class UnenforcedFieldsTests
{
    private static readonly LlmBackendSpec Plain = new() { Provider = LlmProvider.Ollama };

    [Fact]
    public void Nothing_is_said_where_every_field_has_its_effect() =>
        Assert.Null(UnenforcedFields.Note(Plain with { Limits = new LlmLimits { MaxConcurrentRequests = 2 }, Pull = ModelPullPolicy.IfNotPresent }));

    [Fact]
    public void Each_field_without_effect_is_named()
    {
        var spec = Plain with
        {
            Limits = new LlmLimits { RequestsPerMinute = 1, TokensPerMinute = 1, TokensPerDay = 1 },
            Cache = new LlmCache(),
        };
        Assert.Equal(
            "Accepted, and without effect in this version: spec.limits.requestsPerMinute, spec.limits.tokensPerMinute, spec.limits.tokensPerDay, spec.cache.",
            UnenforcedFields.Note(spec));
    }
}
