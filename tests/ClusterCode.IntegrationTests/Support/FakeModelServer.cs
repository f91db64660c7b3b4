using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClusterCode.IntegrationTests.Support;

/// <summary>A model server that misbehaves in one way. Its words are those of llama-server and of a proxy's error page.</summary>
internal sealed class FakeModelServer : IAsyncDisposable
{
    public const string Unauthorized = """{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}""";
    public const string OtherModel = """{"object":"list","data":[{"id":"llama3.1:8b","object":"model"},{"id":"mistral:7b","object":"model"}]}""";
    public const string Garbage = "<html><body><h1>Welcome to nginx!</h1></body></html>";

    private readonly WebApplication _app;

    private FakeModelServer(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.Single();

    /// <summary>Answers every request alike.</summary>
    public static async Task<FakeModelServer> StartAsync(int status, string contentType, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return new FakeModelServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
