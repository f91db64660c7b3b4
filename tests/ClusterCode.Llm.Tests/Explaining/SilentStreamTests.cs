using System.Threading.Channels;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Llm.Tests.Explaining;

public sealed class SilentStreamTests
{
    [Fact]
    public async Task Keep_alive_comments_are_no_signs_of_life()
    {
        // So many 10 s steps are allowed; 30 s of silence are too long.
        const int Steps = 6;
        var time = new FakeTimeProvider();
        var pings = Channel.CreateBounded<bool>(1);
        await using var server = await FakeServer.StartAsync(async (_, context) =>
        {
            context.Response.ContentType = "text/event-stream";
            await FakeServer.WriteEventAsync(context, """{"content":"{"}""", "null");
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(": ping\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await pings.Writer.WriteAsync(true, context.RequestAborted);
                await Task.Delay(5, context.RequestAborted);
            }
        });
        using var host = new LlmHost(time);
        var backend = LlmHost.Backend(LlmProvider.LlamaCpp, server.Address);
        backend = backend with { Spec = backend.Spec with { Timeout = "1h" } };
        var explaining = host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        using var end = new CancellationTokenSource();
        for (var step = 0; step < Steps && !explaining.IsCompleted; step++)
        {
            for (var i = 0; i < 20; i++)
                await Task.WhenAny(explaining, pings.Reader.ReadAsync(end.Token).AsTask());
            time.Advance(TimeSpan.FromSeconds(10));
        }

        var outcome = await explaining.WaitAsync(TimeSpan.FromSeconds(10));
        await end.CancelAsync();
        Assert.True(outcome.Reason == ConditionReasons.Timeout, $"{outcome.Reason}: {outcome.Message}");
        Assert.Contains("began to answer and then sent nothing for 30 s", outcome.Message, StringComparison.Ordinal);
    }
}
