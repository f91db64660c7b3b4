using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Probing;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Backends;

public sealed class BackendStatusTests
{
    private static readonly ProbeResult Up = new()
    {
        Ready = true,
        Reason = "BackendReady",
        Message = "It answers.",
        ServerVersion = "0.9",
        Models = ["qwen2.5:7b"],
        ContextWindow = 8192,
        Capabilities = new LlmCapabilities { JsonSchema = true },
        Latency = TimeSpan.FromMilliseconds(40),
    };

    [Fact]
    public void What_the_probe_showed_is_in_the_status()
    {
        var status = BackendStatus.Of(TestBackends.Of("ollama"), Up, Times.Now);
        Assert.Equal(["Ready=True BackendReady: It answers."], ConditionText.Of(status.Conditions));
        Assert.Equal((1, "0.9", 8192, 40), (status.ObservedGeneration!.Value, status.ServerVersion, status.ContextWindow!.Value, status.LatencyMs!.Value));
        Assert.Equal(["qwen2.5:7b"], status.Models);
        Assert.Equal(Times.Now, status.LastProbeTime);
    }

    [Theory]
    [InlineData(40, 40, true)]
    [InlineData(9, 4, true)]
    [InlineData(4, 90, true)]
    [InlineData(400, 790, true)]
    [InlineData(400, 210, true)]
    [InlineData(400, 800, false)]
    [InlineData(400, 200, false)]
    [InlineData(4, 104, false)]
    public void A_probe_that_shows_nothing_new_changes_nothing(double before, double milliseconds, bool same)
    {
        var backend = TestBackends.Of("ollama");
        backend.Status = BackendStatus.Of(backend, Up with { Latency = TimeSpan.FromMilliseconds(before) }, Times.Now);
        var next = BackendStatus.Of(backend, Up with { Models = ["qwen2.5:7b"], Latency = TimeSpan.FromMilliseconds(milliseconds) }, Times.Now.AddMinutes(1));
        Assert.Equal(same, ReferenceEquals(backend.Status, next));
        Assert.Equal(same ? Times.Now : Times.Now.AddMinutes(1), next.LastProbeTime);
    }

    [Fact]
    public void A_changed_list_of_models_is_new()
    {
        var backend = TestBackends.Of("ollama");
        backend.Status = BackendStatus.Of(backend, Up, Times.Now);
        Assert.Equal(["other"], BackendStatus.Of(backend, Up with { Models = ["other"] }, Times.Now).Models);
    }

    [Fact]
    public void A_backend_that_fails_is_not_ready_since_then()
    {
        var backend = TestBackends.Of("ollama");
        backend.Status = BackendStatus.Of(backend, Up, Times.Now);
        var status = BackendStatus.Of(backend, new ProbeResult { Ready = false, Reason = "EndpointUnreachable", Message = "refused" }, Times.Now.AddMinutes(1));
        Assert.Equal(["Ready=False EndpointUnreachable: refused"], ConditionText.Of(status.Conditions));
        Assert.Equal(Times.Now.AddMinutes(1), Assert.Single(status.Conditions).LastTransitionTime);
        Assert.Null(status.LatencyMs);
        Assert.Empty(status.Models);
    }

    [Fact]
    public void Only_an_invalid_spec_is_stalled()
    {
        var backend = TestBackends.Of("ollama");
        backend.Status = BackendStatus.Of(backend, new ProbeResult { Ready = false, Reason = "InvalidSpec", Message = "no" }, Times.Now);
        Assert.Equal(["Ready=False InvalidSpec", "Stalled=True InvalidSpec"], ConditionText.Reasons(backend.Status.Conditions));
        Assert.Equal(["Ready=True BackendReady"], ConditionText.Reasons(BackendStatus.Of(backend, Up, Times.Now).Conditions));
    }

    [Fact]
    public void A_request_to_probe_again_is_acknowledged()
    {
        var backend = TestBackends.Of("ollama");
        backend.Metadata.Annotations = new Dictionary<string, string> { ["cluster-code.io/requested-at"] = "now" };
        Assert.Equal("now", BackendStatus.Of(backend, Up, Times.Now).LastHandledRequestedAt);
    }
}
