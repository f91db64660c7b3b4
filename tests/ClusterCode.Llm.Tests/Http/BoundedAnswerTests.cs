using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.Llm.Tests.Http;

/// <summary>Servers that send for as long as anyone reads. Each test ends because the operator stops reading.</summary>
public sealed class BoundedAnswerTests : IDisposable
{
    private static readonly string Filler = new('x', 64 * 1024);

    private readonly LlmHost host = new();

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData(LlmProvider.VLLM)]
    [InlineData(LlmProvider.Ollama)]
    public async Task A_stream_without_end_is_given_up(LlmProvider provider)
    {
        var content = Filler[..4000];
        var piece = provider == LlmProvider.Ollama
            ? $$$"""{"model":"tiny","created_at":"2026-11-22T12:00:00Z","message":{"role":"assistant","content":"{{{content}}}"},"done":false}""" + "\n"
            : $$$"""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{"content":"{{{content}}}"},"finish_reason":null}]}""" + "\n\n";
        await using var server = await EndlessAsync(200, "text/event-stream", "", piece);
        await AssertExplainedNotAsync(LlmHost.Backend(provider, server.Address), ConditionReasons.UnexpectedAnswer, "more than 16 MiB");
    }

    [Theory]
    [InlineData(LlmProvider.VLLM)]
    [InlineData(LlmProvider.Ollama)]
    public async Task A_line_without_end_is_given_up(LlmProvider provider)
    {
        await using var server = await EndlessAsync(200, "text/event-stream", "data: {\"id\":\"", Filler);
        await AssertExplainedNotAsync(LlmHost.Backend(provider, server.Address), ConditionReasons.UnexpectedAnswer, "more than 16 MiB");
    }

    [Fact]
    public async Task Of_an_error_without_end_the_start_is_told()
    {
        await using var server = await EndlessAsync(500, "text/plain", "the disk is full ", Filler);
        await AssertExplainedNotAsync(LlmHost.Backend(LlmProvider.VLLM, server.Address), ConditionReasons.EndpointError, "the disk is full");
        var result = await host.Probe.ProbeAsync(LlmHost.Backend(LlmProvider.VLLM, server.Address), default);
        Assert.Contains("the disk is full", result.Message, StringComparison.Ordinal);
        Assert.InRange(result.Message.Length, 20, 900);
    }

    [Fact]
    public async Task A_probes_answer_without_end_is_not_read_to_it()
    {
        await using var server = await EndlessAsync(200, "application/json", """{"data":[{"id":" """, Filler);
        var result = await host.Probe.ProbeAsync(LlmHost.Backend(LlmProvider.VLLM, server.Address), default);
        Assert.Equal((false, ConditionReasons.UnexpectedAnswer), (result.Ready, result.Reason));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task A_probes_answer_that_stops_in_its_middle_ends_with_the_time_limit(int status)
    {
        await using var server = await FakeServer.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await UntilAbortedAsync(context);
        });
        var backend = LlmHost.Backend(LlmProvider.VLLM, server.Address);
        var result = await host.Probe.ProbeAsync(backend with { Spec = backend.Spec with { Timeout = "200ms" } }, default);
        Assert.Equal((false, ConditionReasons.Timeout), (result.Ready, result.Reason));
    }

    private async Task AssertExplainedNotAsync(BackendConfiguration backend, string reason, string message)
    {
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        Assert.False(outcome.Explained);
        Assert.True(outcome.Reason == reason, $"{outcome.Reason}: {outcome.Message}");
        Assert.Contains(message, outcome.Message, StringComparison.Ordinal);
        Assert.InRange(outcome.Message.Length, 20, 900);
    }

    private static Task<FakeServer> EndlessAsync(int status, string contentType, string start, string piece) => FakeServer.StartAsync(async (_, context) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(start);
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.WriteAsync(piece, context.RequestAborted);
    });

    private static Task UntilAbortedAsync(HttpContext context)
    {
        var end = new TaskCompletionSource();
        context.RequestAborted.Register(end.SetResult);
        return end.Task;
    }
}
