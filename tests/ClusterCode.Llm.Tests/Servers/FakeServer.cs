using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Tests.Servers;

/// <summary>An HTTP server on a free port of the loopback that answers as a test says and records what it is asked.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RecordedRequest> requests = new();

    private FakeServer(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    public Uri Address { get; }

    public IReadOnlyList<RecordedRequest> Requests => [.. requests];

    public static async Task<FakeServer> StartAsync(Func<RecordedRequest, HttpContext, Task> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        FakeServer? server = null;
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var request = new RecordedRequest(
                context.Request.Method,
                context.Request.Path,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync(context.RequestAborted));
            server!.requests.Enqueue(request);
            await answer(request, context);
        });
        server = new FakeServer(app, new Uri("http://127.0.0.1"));
        await app.StartAsync();
        var address = new Uri(app.Urls.Single());
        return server = new FakeServer(app, certificate is null ? address : new UriBuilder(address) { Host = "localhost" }.Uri);
    }

    /// <summary>A server that answers paths with texts: JSON under HTTP 200, or <c>status body</c>.</summary>
    public static Task<FakeServer> OfAsync(IReadOnlyDictionary<string, string> answers) => StartAsync((request, context) =>
    {
        var answer = answers.GetValueOrDefault(request.Path, "404 {\"detail\":\"Not Found\"}");
        if (answer.Length > 3 && answer[3] == ' ' && int.TryParse(answer.AsSpan(0, 3), out var status))
        {
            context.Response.StatusCode = status;
            answer = answer[4..];
        }

        context.Response.ContentType = answer.StartsWith('<') ? "text/html" : "application/json";
        return context.Response.WriteAsync(answer);
    });

    /// <summary>A model server whose chat answers are these texts in turn, the last one for ever, each streamed as OpenAI does.</summary>
    public static Task<FakeServer> OfChatAsync(params string[] contents)
    {
        var next = -1;
        return StartAsync((_, context) => StreamAsync(context, contents[Math.Min(Interlocked.Increment(ref next), contents.Length - 1)]));
    }

    /// <summary>Streams one answer as OpenAI's API does.</summary>
    public static async Task StreamAsync(HttpContext context, string content, string? finish = "stop")
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(": ping\n\n");
        foreach (var piece in content.Chunk(40))
            await WriteEventAsync(context, $$"""{"content":{{System.Text.Json.JsonSerializer.Serialize(new string(piece))}}}""", "null");
        if (finish is not null)
        {
            await WriteEventAsync(context, "{}", $"\"{finish}\"");
            await context.Response.WriteAsync("""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[],"usage":{"prompt_tokens":900,"completion_tokens":80,"total_tokens":980}}""" + "\n\n");
            await context.Response.WriteAsync("data: [DONE]\n\n");
        }
    }

    public static Task WriteEventAsync(HttpContext context, string delta, string finish) => context.Response.WriteAsync(
        $$"""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n");

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
