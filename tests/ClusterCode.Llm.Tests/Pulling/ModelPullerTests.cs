using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Pulling;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Llm.Tests.Pulling;

public sealed class ModelPullerTests
{
    private readonly List<PullProgress> seen = [];

    [Fact]
    public async Task The_layers_of_a_model_add_up_until_the_server_says_success()
    {
        await using var server = await LinesAsync(
            """{"status":"pulling manifest"}""",
            """{"status":"pulling aaa","digest":"sha256:aaa","total":900}""",
            """{"status":"pulling aaa","digest":"sha256:aaa","total":900,"completed":450}""",
            """{"status":"pulling aaa","digest":"sha256:aaa","total":900,"completed":450}""",
            """{"status":"pulling aaa","digest":"sha256:aaa","total":900,"completed":900}""",
            """{"status":"pulling bbb","digest":"sha256:bbb","total":100,"completed":100}""",
            """{"status":"verifying sha256 digest"}""",
            """{"status":"writing manifest"}""",
            """{"status":"success"}""");
        Assert.Null((await PullAsync(server.Address)).Failure);
        Assert.Equal([(0, 900, 0), (450, 900, 50), (900, 900, 100), (1000, 1000, 100)], seen.Select(progress => (progress.Completed, progress.Total, progress.Percent!.Value)));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/api/pull", """{"model":"qwen2.5:7b","stream":true}"""), (request.Method, request.Path, request.Body));
    }

    [Theory]
    [InlineData("""{"error":"pull model manifest: file does not exist"}""", "correct spec.model")]
    [InlineData("""{"error":"write /root/.ollama/blobs/sha256-aaa-partial: no space left on device"}""", "disk is full")]
    [InlineData("""{"error":"Get \"https://models.example/v2/\": dial tcp: lookup models.example: no such host"}""", "does not reach its registry")]
    [InlineData("""{"error":"tls: failed to verify certificate: x509: certificate signed by unknown authority"}""", "does not trust its registry")]
    [InlineData("""{"error":"pull model manifest: 412: The model requires a newer version of Ollama"}""", "needs a newer Ollama")]
    [InlineData("""{"error":"max retries exceeded: EOF"}""", "max retries exceeded: EOF")]
    [InlineData("""{"status":"verifying sha256 digest"}""", "ended its answer before the pull was complete")]
    [InlineData("<html>nginx</html>", "a form that Ollama does not use")]
    [InlineData("[1]", "a form that Ollama does not use")]
    public async Task A_pull_that_fails_says_why(string lastLine, string why)
    {
        await using var server = await LinesAsync("""{"status":"pulling manifest"}""", lastLine);
        Assert.Contains(why, (await PullAsync(server.Address)).Failure!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""500 {"error":"pull model manifest: file does not exist"}""", "correct spec.model")]
    [InlineData("""401 {"error":"Unauthorized"}""", "wants a key")]
    [InlineData("404 page not found", "that is not the API of provider Ollama")]
    [InlineData("503 ", "no pod may stand behind the Service")]
    public async Task A_pull_that_is_refused_at_once_says_why(string answer, string why)
    {
        await using var server = await FakeServer.OfAsync(new Dictionary<string, string> { ["/api/pull"] = answer });
        Assert.Contains(why, (await PullAsync(server.Address)).Failure!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_or_must_not_be_is_a_result_too()
    {
        Assert.Contains("no such host", (await PullAsync(new Uri("http://ollama.nowhere.invalid:11434"))).Failure!, StringComparison.Ordinal);
        using var host = new LlmHost(policy: new EndpointPolicy());
        Assert.Contains("nothing was sent", (await PullAsync(new Uri("http://127.0.0.1:11434"), host)).Failure!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_servers_words_is_not_repeated()
    {
        await using var server = await LinesAsync("""{"error":"denied: sk-very-secret-key is not allowed"}""");
        using var host = new LlmHost();
        var result = await host.Puller.PullAsync(Backend(server.Address) with { ApiKey = "sk-very-secret-key" }, seen.Add, default);
        Assert.DoesNotContain("sk-very-secret-key", result.Failure!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_told_from_an_end()
    {
        await using var server = await FakeServer.StartAsync(async (_, context) =>
        {
            await context.Response.WriteAsync("{\"status\":\"pulling manifest\"}\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.Contains("restarted or killed?", (await PullAsync(server.Address)).Failure!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_closes_the_connection_so_that_the_server_stops()
    {
        var aborted = new TaskCompletionSource();
        using var cancelled = new CancellationTokenSource();
        await using var server = await BusyAsync(aborted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(server.Address, progress: _ => cancelled.Cancel(), cancellationToken: cancelled.Token));
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_server_without_news_is_given_up()
    {
        var time = new FakeTimeProvider();
        var aborted = new TaskCompletionSource();
        await using var server = await BusyAsync(aborted);
        using var host = new LlmHost(time);
        var result = await PullAsync(server.Address, host, _ => time.Advance(ModelPuller.StallTimeout));
        Assert.Contains("sent no news for 10 minutes", result.Failure!, StringComparison.Ordinal);
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_server_that_repeats_itself_for_ever_has_no_news()
    {
        var time = new FakeTimeProvider();
        await using var server = await FakeServer.StartAsync(async (_, context) =>
        {
            await context.Response.WriteAsync("""{"status":"pulling aaa","digest":"sha256:aaa","total":900,"completed":1}""" + "\n");
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("""{"status":"pulling aaa","digest":"sha256:aaa","total":900,"completed":1}""" + "\n", context.RequestAborted);
                time.Advance(TimeSpan.FromSeconds(1));
            }
        });
        using var host = new LlmHost(time);
        Assert.Contains("sent no news", (await PullAsync(server.Address, host)).Failure!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_any_length_takes_no_more_than_its_bound()
    {
        var line = new string('x', BoundedLines.MaxLine + 1000);
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"a\n\n{line}\r\nb"));
        var lines = await BoundedLines.ReadAsync(stream, default).ToListAsync();
        Assert.Equal([1, BoundedLines.MaxLine, 1], lines.Select(read => read.Length));
    }

    [Fact]
    public void Sizes_that_a_server_makes_up_do_no_harm()
    {
        var sum = new PullSum();
        foreach (var line in (string[])["""{"digest":"a","total":9223372036854775807,"completed":-5}""", """{"digest":"b","total":9223372036854775807,"completed":9223372036854775807}""", """{"digest":"c","total":-1}""", """{"digest":"d","total":1e300}"""])
            sum.Add(System.Text.Json.JsonDocument.Parse(line).RootElement);
        Assert.Equal(new PullProgress(long.MaxValue, long.MaxValue), sum.Sum());
    }

    private static Task<FakeServer> LinesAsync(params string[] lines) =>
        FakeServer.StartAsync((_, context) => context.Response.WriteAsync(string.Join('\n', lines)));

    private static Task<FakeServer> BusyAsync(TaskCompletionSource aborted) => FakeServer.StartAsync(async (_, context) =>
    {
        context.RequestAborted.Register(() => aborted.TrySetResult());
        await context.Response.WriteAsync("""{"status":"pulling aaa","digest":"sha256:aaa","total":900,"completed":1}""" + "\n");
        await context.Response.Body.FlushAsync();
        await aborted.Task;
    });

    private async Task<PullResult> PullAsync(Uri address, LlmHost? host = null, Action<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var own = host is null ? new LlmHost() : null;
        return await (host ?? own!).Puller.PullAsync(Backend(address), progress ?? seen.Add, cancellationToken);
    }

    private static BackendConfiguration Backend(Uri address) => LlmHost.Backend(LlmProvider.Ollama, address, "qwen2.5:7b");
}
