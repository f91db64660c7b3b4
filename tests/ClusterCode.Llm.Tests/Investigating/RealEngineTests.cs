using ClusterCode.Api.Evidence;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Investigating;
using ClusterCode.Llm.Tests.Explaining;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;

namespace ClusterCode.Llm.Tests.Investigating;

/// <summary>A real llama-server looks around: it calls a tool, reads what it tells, and answers in words.</summary>
[Trait("Category", "Model")]
public sealed class RealEngineTests(LlamaServerFixture fixture) : IClassFixture<LlamaServerFixture>, IDisposable
{
    private readonly LlmHost host = new();
    private readonly List<IReadOnlyDictionary<string, string>> asked = [];

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Over_the_chat_completions_API() => await AssertLooksAroundAsync(LlmProvider.LlamaCpp, fixture.Address);

    [Fact]
    public async Task Over_Ollamas_own_API()
    {
        await using var shim = await OllamaShim.StartAsync(fixture.Address);
        await AssertLooksAroundAsync(LlmProvider.Ollama, shim.Address);
        Assert.NotNull(shim.Chats[0].Json["tools"]);
    }

    private async Task AssertLooksAroundAsync(LlmProvider provider, Uri address)
    {
        var outcome = await host.Explainer.ExplainAsync(
            SampleDiagnoses.Unknown with { Tools = [Echo()] }, LlmHost.Backend(provider, address), default);
        Assert.NotEmpty(asked);
        var gathered = outcome.Gathered[0];
        Assert.Equal(("e2", EvidenceKind.Log, "log pod/worker"), (gathered.Id, gathered.Kind, gathered.Source));
        Assert.Contains("it looked at log pod/worker first", outcome.Message, StringComparison.Ordinal);
        Assert.NotEmpty(outcome.Explanation);
        Assert.True(outcome.Usage.Attempts >= 3, $"{outcome.Usage.Attempts} requests: a call, words, an explanation");
    }

    private ModelTool Echo() => new("read_log", "Reads the log of the pod.", [new ModelToolParameter("pod", "The pod's name", IsRequired: true)], (arguments, _) =>
    {
        asked.Add(arguments);
        return Task.FromResult(new ModelToolAnswer(EvidenceKind.Log, "log pod/worker", "exit because of a missing license"));
    });
}
